"""Regimes that choose: a verifier between the model and its data, and weights on real data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from .datasets.points import Points
from .families.base import Process, Regime
from .regimes import Replace, numbers
from .validation import Weight, axes, integer, kind, per_generation, real, told

Keep = Callable[[np.ndarray], Any]


@dataclass(frozen=True)
class Verified:
    """A model whose points have passed a verifier; many: whether it holds many replicates."""

    model: Any
    keep: Keep
    tries: int
    many: bool

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Any:
        """Draw until `size` points have passed in every replicate; notes the share that did."""
        wanted = max(int(np.max(size)), 1)
        pool = self.model.sample(wanted, rng=rng, source=source)
        passed = self.mask(pool)
        while (passed.sum(axis=1) < wanted).any():
            drawn = passed.shape[1]
            if drawn >= self.tries * wanted:
                raise RuntimeError(
                    f"the verifier kept {passed.sum(axis=1).min()} of {drawn} points, and {wanted} "
                    f"are wanted; allow more than tries={self.tries}, or keep more"
                )
            most = min(drawn, self.tries * wanted - drawn)
            more = self.model.sample(most, rng=rng, source=source)
            pool, passed = pool + more, np.hstack([passed, self.mask(more)])
        order = np.argsort(~passed, axis=1, kind="stable")[:, :wanted]
        asked = order[:, -1] + 1.0
        # k of N, where the N-th is the k-th to pass, says too much; without the last one it is
        # unbiased (Haldane 1945), which one point alone cannot be
        rate = (wanted - 1) / np.maximum(asked - 1, 1) if wanted > 1 else 1 / asked
        rate = np.where(asked > 1, rate, 1.0)
        chosen = pool.take(order)
        if np.ndim(size):
            chosen = Points.first(chosen.values, size)
        return replace(chosen, noted={"keep_rate": rate if self.many else rate[0]})

    def mask(self, data: Any) -> np.ndarray:
        """Which points the verifier keeps, (replicates, size)."""
        shape = data.values.shape[: 2 if isinstance(data, Points) else 1]
        try:
            kept = np.asarray(self.keep(data.values))
        except Exception as error:
            raise ValueError(
                f"keep must be a function of points, which failed on {told(data.values)}: "
                f"{told(error)}"
            ) from error
        if kept.dtype != bool or kept.shape != shape:
            raise ValueError(
                f"keep must give True or False for each point, an array of the shape {shape}, "
                f"got {told(kept)} of type {kept.dtype}"
            )
        return kept if len(shape) == 2 else kept[None]


@dataclass(frozen=True)
class Filter:
    r"""A verifier stands between each model and its data: only points that it keeps are learned.

    A generation still has M_i points: the model is asked until so many have passed. What it draws
    is then $p_\theta$ given that the verifier says yes. The real data D_0 are not asked. The
    trace has `keep_rate`, an unbiased estimate of the share of points that passed on the way to
    each generation's data.

    Parameters
    ----------
    keep
        A function of points, (replicates, size) or (replicates, size, dimension), or of whatever
        array the family's `sample` gives, to True or False for each of them.
    regime
        What is done with the points that pass: `Replace()` if None.
    tries
        At most so many times M_i points are drawn for a data set.

    Raises
    ------
    RuntimeError
        When so few points pass that `tries` does not suffice.

    Examples
    --------
    >>> import modelcollapse as mc
    >>> tails = mc.Filter(lambda x: abs(x) < 1.0)
    >>> trace = mc.run(mc.Gaussian(), regime=tails, generations=3, replicates=500, rng=0)
    >>> bool(abs(trace.keep_rate[2].mean() - 0.683) < 0.005)
    True
    """

    keep: Keep
    regime: Any = None
    tries: int = 1000

    @property
    def needs(self) -> tuple[str, ...]:
        """What data sets must be able to do: points are looked at."""
        return ("__add__", "take", *self.inner.needs)

    def __post_init__(self) -> None:
        if not callable(self.keep) or isinstance(self.keep, type):
            raise TypeError(f"keep must be a function of points, got {kind(self.keep)}")
        if self.regime is not None and (
            isinstance(self.regime, type) or not isinstance(self.regime, Regime)
        ):
            raise TypeError(f"regime must be a regime such as Replace(), got {kind(self.regime)}")
        integer("tries", self.tries, 1)

    @property
    def inner(self) -> Any:
        """The regime that uses what passes."""
        return Replace() if self.regime is None else self.regime

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, at least; those of the inner regime may be more."""
        return max(sizes, default=0), 0

    def check(self, sizes: Sequence[int]) -> None:
        """What the inner regime has to say."""
        self.inner.check(sizes)

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield the inner regime's data sets, handing it models that are verified."""
        process = self.inner.datasets(law, sizes, rng=rng, replicates=replicates)
        data = next(process)
        while True:
            model = yield data
            verified = Verified(model, self.keep, self.tries, many=replicates is not None)
            try:
                data = process.send(verified)
            except StopIteration:
                return


@dataclass(frozen=True)
class Weighted:
    r"""All real data count in every fit, with a share of the weight that does not depend on M.

    $\theta_{i+1} = \arg\max_\theta\; \lambda \frac1{M_0}\sum_{x \in D_0} \log p_\theta(x)
    + (1-\lambda)\frac1{M_i}\sum_{x \sim p_{\theta_i}} \log p_\theta(x)$, for families whose fit is
    known by weighted sufficient statistics: the Gaussians and Categorical. The weights of a
    generation sum to M_i.

    Parameters
    ----------
    share
        lambda, from 0 to 1: a number, a sequence with one entry a generation, or a function of i;
        that of generation 0 is asked for, and not used.

    Raises
    ------
    ValueError
        For a share outside [0, 1].

    Examples
    --------
    >>> import modelcollapse as mc
    >>> trace = mc.run(mc.Gaussian(), regime=mc.Weighted(0.1), generations=400, rng=0)
    >>> bool(trace.sigma[-1].mean() > 0.8)
    True
    """

    share: Weight
    needs: ClassVar[tuple[str, ...]] = ("__add__", "weighted")

    def __post_init__(self) -> None:
        if not (callable(self.share) or axes(self.share)):
            real("share", self.share, 0, 1)

    def settled(self, generations: int) -> dict[str, Any]:
        """The share as numbers, for the name of a stored run."""
        return {"share": numbers(self.share, generations)}

    def shares(self, sizes: Sequence[int]) -> list[float]:
        """The share of each generation, checked."""
        values = per_generation("share", self.share, len(sizes))
        return [real("share", value, 0, 1) for value in values]

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return 2 * max(sizes, default=0), 0

    def check(self, sizes: Sequence[int]) -> None:
        """Raise ValueError for a share outside [0, 1]."""
        self.shares(sizes)

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, then D_0 and the newest model's points, weighted."""
        original = data = law.sample(sizes[0], rng=rng)
        for size, share in list(zip(sizes, self.shares(sizes), strict=True))[1:]:
            model = yield data
            generated = model.sample(size, rng=rng, source=original)
            data = generated.weighted(1 - share) + original.weighted(share * size / sizes[0])
        yield data
