"""Regimes that keep real data: a fraction of each generation, or so many beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .families.base import Process
from .regimes import numbers
from .validation import Schedule, Weight, axes, per_generation, real, sample_sizes, told


@dataclass(frozen=True)
class KeepOriginal:
    """A fraction of every data set is real: points of D_0, chosen anew each generation.

    The paper's section 5.2 does not say whether the kept part is added or replaces: here it
    replaces, so that M_i stays; `Augment` adds.

    Parameters
    ----------
    fraction
        Of M_i, rounded to whole points, drawn from D_0 at random without replacement; the rest
        comes from the newest model. A number, a sequence with one entry a generation, or a
        function of i = 0, 1, …; that of generation 0 is asked for, and not used.

    Raises
    ------
    ValueError
        For a fraction outside [0, 1], or one that asks D_0 for more than it has.
    """

    fraction: Weight
    needs: ClassVar[tuple[str, ...]] = ("__add__", "draw")

    def __post_init__(self) -> None:
        if not (callable(self.fraction) or axes(self.fraction)):
            real("fraction", self.fraction, 0, 1)

    def settled(self, generations: int) -> dict[str, Any]:
        """The fraction as numbers, for the name of a stored run."""
        return {"fraction": numbers(self.fraction, generations)}

    def fractions(self, sizes: Sequence[int]) -> list[float]:
        """The fraction of each generation, checked."""
        values = per_generation("fraction", self.fraction, len(sizes))
        return [real("fraction", value, 0, 1) for value in values]

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        return max(sizes, default=0), sum(sizes[:1])

    def check(self, sizes: Sequence[int]) -> None:
        """Raise ValueError if a generation would keep more points than D_0 has."""
        for i, (fraction, size) in enumerate(zip(self.fractions(sizes), sizes, strict=True)):
            if (kept := round(fraction * size)) > sizes[0]:
                raise ValueError(
                    f"fraction={fraction:g} of sample_size[{i}]={size} asks for {kept} "
                    f"original points; D_0 has sample_size[0]={sizes[0]}"
                )

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, then data sets of which a fraction is drawn from it."""
        original = data = law.sample(sizes[0], rng=rng)
        for size, fraction in list(zip(sizes, self.fractions(sizes), strict=True))[1:]:
            model = yield data
            kept = round(fraction * size)
            parts = [original.draw(kept, rng=rng)] if kept else []
            if kept < size:
                parts.append(model.sample(size - kept, rng=rng, source=original))
            data = sum(parts[1:], start=parts[0])
        yield data


@dataclass(frozen=True)
class Augment:
    """Real data are added to the generated ones, with a size of their own.

    D_{i+1} holds M_{i+1} points of the newest model and `real` real ones; D_0 has M_0 points.
    Alemohammad et al. (2023) call it the synthetic augmentation loop, and the fresh data loop.

    Parameters
    ----------
    real
        How many real points every generation gets: an int, a sequence with one entry a
        generation, or a function of i = 0, 1, …; that of generation 0 is asked for, and not used.
        None: all of D_0.
    fresh
        Whether they are drawn anew from the original law. If not they are points of D_0, chosen
        at random without replacement, and there can be at most M_0.

    Raises
    ------
    ValueError, TypeError
        For numbers of points that are not there.
    """

    real: Schedule | None = None
    fresh: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """What data sets must be able to do: to be drawn from only where a part of D_0 is kept."""
        return ("__add__",) if self.fresh or self.real is None else ("__add__", "draw")

    def settled(self, generations: int) -> dict[str, Any]:
        """The sizes as numbers, for the name of a stored run."""
        return {"real": numbers(self.real, generations), "fresh": self.fresh}

    def added(self, sizes: Sequence[int]) -> list[int]:
        """How many real points each generation gets, checked."""
        chosen = [*sizes[:1]] * len(sizes) if self.real is None else self.real
        return sample_sizes(chosen, len(sizes), 0, "real")

    def largest(self, sizes: Sequence[int]) -> tuple[int, int]:
        """The most points of a data set, and of what is drawn from without replacement."""
        drawn = sum(sizes[:1]) if "draw" in self.needs else 0
        return max(sizes, default=0) + max(self.added(list(sizes)), default=0), drawn

    def check(self, sizes: Sequence[int]) -> None:
        """Raise ValueError if a generation would keep more points than D_0 has."""
        if not isinstance(self.fresh, (bool, np.bool_)):
            raise TypeError(f"fresh must be True or False, got {told(self.fresh)}")
        most = max(self.added(list(sizes)), default=0)
        if not self.fresh and sizes and most > sizes[0]:
            raise ValueError(
                f"real must be at most the {sizes[0]} points of D_0 unless they are fresh, "
                f"got {most}"
            )

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, then the newest model's points with real ones."""
        original = data = law.sample(sizes[0], rng=rng)
        for size, real_size in list(zip(sizes, self.added(list(sizes)), strict=True))[1:]:
            model = yield data
            data = model.sample(size, rng=rng, source=original)
            if real_size and self.fresh:
                data = law.sample(real_size, rng=rng) + data
            elif self.real is None:
                data = original + data
            elif real_size:
                data = original.draw(real_size, rng=rng) + data
        yield data
