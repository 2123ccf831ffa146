"""Data sets kept point by point, and the law that such a data set is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .checks import array


@dataclass(frozen=True)
class Points:
    """A data set for each replicate, point by point.

    values: array (replicates, size) or (replicates, size, dimension), in the units of
    the data. A replicate with fewer points than the others has NaN in its last places:
    so it is while the components of a mixture are pooled, until the sizes are equal again.
    """

    values: np.ndarray

    def __post_init__(self) -> None:
        if np.ndim(self.values) not in (2, 3):
            raise ValueError(
                "values must have the shape (replicates, size) or (replicates, size, dimension), "
                f"got {np.shape(self.values)}"
            )

    @classmethod
    def first(cls, values: np.ndarray, size: int | np.ndarray) -> Points:
        """Keep the first `size` points of each replicate; size: int or (replicates,)."""
        if np.ndim(size):
            missing = np.arange(values.shape[1]) >= np.asarray(size)[:, None]
            values = np.where(missing if values.ndim == 2 else missing[..., None], np.nan, values)
        return cls(values)

    def __add__(self, other: object) -> Points:
        """Pool two data sets."""
        if not isinstance(other, Points):
            return NotImplemented
        values = np.concatenate([self.values, other.values], axis=1)
        present = ~np.isnan(values if values.ndim == 2 else values[..., 0])
        counts = present.sum(axis=1)
        if (counts == counts[0]).all() and counts[0] < values.shape[1]:
            values = values[present].reshape(len(values), counts[0], *values.shape[2:])
        return Points(values)

    def draw(self, size: int, *, rng: np.random.Generator) -> Points:
        """Draw `size` of the points at random, without replacement."""
        replicates, pool = self.values.shape[:2]
        if size > pool:
            raise ValueError(f"size must be at most the {pool} points in the pool, got {size}")
        # the smallest of independent uniform keys are a uniformly drawn subset
        order = rng.random((replicates, pool)).argpartition(size - 1, axis=1)[:, :size]
        if self.values.ndim == 3:
            order = order[..., None]
        return Points(np.take_along_axis(self.values, order, axis=1))


@dataclass(frozen=True)
class Empirical:
    """The law that a given data set is: its samples are points of it, drawn without replacement.

    data: array (size,) or (size, dimension), finite; `copies`: the number of replicates.
    """

    data: np.ndarray
    copies: int = 1

    def __post_init__(self) -> None:
        data = array("law", self.data)
        if data.ndim not in (1, 2) or not len(data):
            raise ValueError(
                "law, given as a data set, must have the shape (size,) or (size, dimension) "
                f"and at least one point, got {data.shape}"
            )
        object.__setattr__(self, "data", data)

    @property
    def points(self) -> Points:
        """The whole data set, once for each replicate."""
        return Points(np.broadcast_to(self.data, (self.copies, *self.data.shape)))

    def replicate(self, count: int) -> Empirical:
        """The same law for `count` replicates."""
        return Empirical(self.data, count)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Points:
        """Draw `size` different points of the data set."""
        return Points.first(self.points.draw(int(np.max(size)), rng=rng).values, size)
