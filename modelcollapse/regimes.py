"""Regimes: the rule that says which data a generation is fitted to.

Each regime's `datasets` is a coroutine. It yields the data set D_0, is sent the model that
was fitted to it, yields D_1, and so on. It knows no family: it samples models and pools
data sets with `+`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .families.base import Process, Regime
from .validation import Weight, axes, per_generation, real

__all__ = ["Accumulate", "Mixing", "Regime", "Replace", "Subsample"]


def numbers(schedule: Any, generations: int) -> Any:
    """A schedule as what it says: a function of i as its values."""
    return [schedule(i) for i in range(generations)] if callable(schedule) else schedule


@dataclass(frozen=True)
class Replace:
    """Each generation is fitted to the newest model's data alone.

    alpha = 1, beta = gamma = 0 in section 4 of the paper, and its Figure 4.
    Chapter "Learning with generational data".
    """

    needs: ClassVar[tuple[str, ...]] = ()

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return max(sizes, default=0), 0

    def check(self, sizes: Sequence[int]) -> None:
        """Nothing to check: any sample sizes will do."""

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, D_1, …, each drawn from the model that was fitted to the one before."""
        original = data = law.sample(sizes[0], rng=rng)
        for size in sizes[1:]:
            model = yield data
            data = model.sample(size, rng=rng, source=original)
        yield data


@dataclass(frozen=True)
class Mixing:
    r"""Every point of D_{i+1} is drawn independently from
    $p_{i+1} = \alpha_i p_{\theta_{i+1}} + \beta_i p_i + \gamma_i p_0$.

    alpha, beta, gamma: non-negative and summing to 1 in every generation; each a number, a
    sequence with one entry a generation, or a function of i.
    Raises ValueError where they do not. Section 4 of the paper; chapter "Learning with
    generational data".
    """

    alpha: Weight
    beta: Weight
    gamma: Weight
    needs: ClassVar[tuple[str, ...]] = ("__add__",)
    never: ClassVar[float] = 1e-20  # the share of a source that no data set would hit
    at_once: ClassVar[int] = 16  # sources, before it is asked whether there are points for more

    def settled(self, generations: int) -> dict[str, Any]:
        """The weights as numbers, for the name of a stored run."""
        named = {"alpha": self.alpha, "beta": self.beta, "gamma": self.gamma}
        return {name: numbers(weight, generations) for name, weight in named.items()}

    def __post_init__(self) -> None:
        if not any(callable(w) or axes(w) for w in (self.alpha, self.beta, self.gamma)):
            self.weights(1)

    def weights(self, generations: int) -> np.ndarray:
        """The weights of each generation, (generations, 3), checked."""
        columns = []
        for name in ("alpha", "beta", "gamma"):
            values = per_generation(name, getattr(self, name), generations)
            columns.append([real(name, value, 0, 1) for value in values])
        table = np.array(columns).T.reshape(generations, 3)
        for i, row in enumerate(table):
            if abs(row.sum() - 1) > 1e-9:
                raise ValueError(
                    "alpha, beta and gamma must sum to 1, got "
                    f"{' + '.join(f'{w:g}' for w in row)} = {row.sum():g} at generation {i}"
                )
        return table

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return max(sizes, default=0), 0

    def check(self, sizes: Sequence[int]) -> None:
        """Raise ValueError unless the weights are right in every generation."""
        self.weights(len(sizes))

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, D_1, …; p_i is kept as its weights on p_0 and on the models so far."""
        table = self.weights(len(sizes))
        sources, shares = [law], np.ones(1)  # p_0, and the models, newest first
        original = data = law.sample(sizes[0], rng=rng)
        for (alpha, beta, gamma), size in zip(table, sizes[1:], strict=False):
            sources.insert(1, (yield data))
            shares = np.concatenate([[beta * shares[0] + gamma, alpha], beta * shares[1:]])
            kept = shares > self.never  # what rounding of the others hides, and it only falls
            kept[:2] = True
            sources = [one for one, keep in zip(sources, kept, strict=True) if keep]
            shares = shares[kept]
            data = None
            for k, count in self.counts(size, shares, rng=rng, replicates=replicates):
                part = sources[k].sample(count, rng=rng, source=original)
                data = part if data is None else data + part
        yield data

    def counts(
        self, size: int, shares: np.ndarray, *, rng: np.random.Generator, replicates: int | None
    ) -> Iterator[tuple[int, Any]]:
        """Yield which sources are hit by so many draws, and how often; (replicates,).

        The counts are multinomial, drawn a few sources at a time: as the newest come first,
        hardly a point is left for the older ones, and where none is, their number costs nothing.
        """
        left: Any = size
        for first in range(0, len(shares), self.at_once):
            some = shares[first : first + self.at_once]
            older = shares[first + self.at_once :].sum()
            chances = np.append(some, older) if older else some
            counts = rng.multinomial(left, chances / chances.sum(), replicates)
            for source, count in enumerate(np.moveaxis(counts, -1, 0)[: len(some)]):
                if np.any(count):
                    yield first + source, count
            left = counts[..., -1]
            if not older or not np.any(left):
                return


@dataclass(frozen=True)
class Accumulate:
    """Each generation is fitted to all the data so far (Figure 6 of the paper)."""

    needs: ClassVar[tuple[str, ...]] = ("__add__",)

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return sum(sizes), 0

    def check(self, sizes: Sequence[int]) -> None:
        """Nothing to check: any sample sizes will do."""

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield the growing pool."""
        original = pool = law.sample(sizes[0], rng=rng)
        for size in sizes[1:]:
            model = yield pool
            pool = pool + model.sample(size, rng=rng, source=original)
        yield pool


@dataclass(frozen=True)
class Subsample:
    """All data so far are pooled; a generation is fitted to M_i of them (Figure 5 of the paper).

    The M_i points are drawn at random without replacement.
    """

    needs: ClassVar[tuple[str, ...]] = ("__add__", "draw")

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return sum(sizes), sum(sizes)

    def check(self, sizes: Sequence[int]) -> None:
        """Nothing to check: the pool always holds at least M_i points."""

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield draws from the growing pool; the first is the whole of D_0."""
        original = data = pool = law.sample(sizes[0], rng=rng)
        for size in sizes[1:]:
            model = yield data
            pool = pool + model.sample(size, rng=rng, source=original)
            data = pool.draw(size, rng=rng)
        yield data
