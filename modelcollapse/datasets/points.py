"""Data sets kept point by point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..validation import array, integer, kind


@dataclass(frozen=True, eq=False)
class Points:
    """A data set for each replicate, point by point.

    Parameters
    ----------
    values
        Array (replicates, size) or (replicates, size, dimension), in the units of the data. A
        replicate with fewer points than the others has NaN in its last places: so it is while
        the components of a mixture are pooled, until the sizes are equal again.
    noted
        What a regime has to say of the data, by name, an array (replicates,) each: a trace keeps
        it beside what the model that is fitted to them records.

    Raises
    ------
    ValueError
        For an array of another shape.

    Examples
    --------
    >>> Points([[1.0, 2.0], [3.0, 4.0]]) + Points([[5.0], [6.0]])
    Points of 2 replicates, 3 points each
    """

    values: np.ndarray
    noted: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.values, np.ndarray):
            object.__setattr__(self, "values", array("values", self.values))
        if self.values.ndim not in (2, 3):
            raise ValueError(
                "values must have the shape (replicates, size) or (replicates, size, dimension), "
                f"got {self.values.shape}"
            )

    def __repr__(self) -> str:
        replicates, size, *rest = self.values.shape
        where = f" in {rest[0]} dimensions" if rest else ""
        return f"Points of {replicates} replicates, {size} points each{where}"

    @property
    def size(self) -> int | np.ndarray:
        """The number of points: an int, or (replicates,) where they have different numbers."""
        present = ~np.isnan(self.values if self.values.ndim == 2 else self.values[..., 0])
        return self.values.shape[1] if present.all() else present.sum(axis=1)

    @classmethod
    def first(cls, values: np.ndarray, size: int | np.ndarray) -> Points:
        """Keep the first `size` points of each replicate; size: int or (replicates,)."""
        if np.ndim(size):
            missing = np.arange(values.shape[1]) >= np.asarray(size)[:, None]
            values = np.where(missing if values.ndim == 2 else missing[..., None], np.nan, values)
        return cls(values)

    @classmethod
    def one(cls, data: Any) -> Points:
        """The points of one replicate, from whatever holds numbers.

        data: (size,) or (size, dimension): a list, an array, a Series or DataFrame of pandas, a
        tensor of PyTorch. A column (size, 1) is (size,). Raises TypeError or ValueError for
        anything else.
        """
        values = array("data", data)
        if values.ndim not in (1, 2) or not values.size:
            raise ValueError(
                "data must have the shape (size,) or (size, dimension) and at least one point, "
                f"got {values.shape}"
            )
        if values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        return cls(values[None])

    def __add__(self, other: object) -> Points:
        """Pool two data sets."""
        if not isinstance(other, Points):
            return NotImplemented
        if self.values.shape[2:] != other.values.shape[2:]:
            raise ValueError(
                "points must have the same dimension to be pooled, got the shapes "
                f"{self.values.shape} and {other.values.shape}"
            )
        values = np.concatenate([self.values, other.values], axis=1)
        present = ~np.isnan(values if values.ndim == 2 else values[..., 0])
        counts = present.sum(axis=1)
        if (counts == counts[0]).all() and counts[0] < values.shape[1]:
            values = values[present].reshape(len(values), counts[0], *values.shape[2:])
        return Points(values, {**self.noted, **other.noted})

    def draw(self, size: int, *, rng: np.random.Generator) -> Points:
        """Draw `size` of the points at random, without replacement."""
        replicates, pool = self.values.shape[:2]
        if integer("size", size, 0) > pool:
            raise ValueError(f"size must be at most the {pool} points in the pool, got {size}")
        if size == 0:
            return Points(self.values[:, :0], self.noted)
        # the smallest of independent uniform keys are a uniformly drawn subset
        order = rng.random((replicates, pool)).argpartition(size - 1, axis=1)[:, :size]
        order.sort(axis=1)  # which of them stands first differs from processor to processor
        return self.take(order)

    def take(self, order: np.ndarray) -> Points:
        """The points in these places, (replicates, size), of each replicate."""
        if self.values.ndim == 3:
            order = order[..., None]
        return Points(np.take_along_axis(self.values, order, axis=1), self.noted)


def points_of(data: Any, dimension: int | None = None) -> Points:
    """A data set as points: `Points` as they are, anything that holds numbers as one replicate.

    dimension: what the points must have; None for numbers, (replicates, size). Raises TypeError
    for a data set that is not kept point by point, ValueError for another dimension.
    """
    if not isinstance(data, Points):
        if hasattr(data, "__add__") and type(data).__module__.startswith("modelcollapse."):
            raise TypeError(f"data must be Points, got {kind(data)}")
        data = Points.one(data)
    found = data.values.shape[2] if data.values.ndim == 3 else None
    if found == 1 and dimension is None:
        return Points(data.values[..., 0])
    if found is None and dimension == 1:
        return Points(data.values[..., None])
    if found != dimension:
        wanted = "(replicates, size)" if dimension is None else f"(replicates, size, {dimension})"
        raise ValueError(f"data must be points of the shape {wanted}, got {data.values.shape}")
    return data
