"""Data sets of numbers, known by how many they are and by their sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..validation import kind
from .points import Points


@dataclass(frozen=True, eq=False)
class Totals:
    """A data set for each replicate: how many points it has, and their sum.

    More is not needed to fit an exponential family whose statistic is the point itself.

    Parameters
    ----------
    size
        Number of points, or their weight: a number or an array (replicates,).
    total
        The sum of the points, (replicates,), in the units of the data.

    Examples
    --------
    >>> both = Totals.of(Points([[0.0, 2.0]])) + Points([[4.0]])
    >>> both.size, both.total
    (3, array([6.]))
    """

    size: float | np.ndarray
    total: np.ndarray

    @classmethod
    def of(cls, data: Any) -> Totals:
        """The size and the sum of a data set."""
        if isinstance(data, Totals):
            return data
        if not isinstance(data, Points):
            raise TypeError(f"data must be Totals or Points, got {kind(data)}")
        if data.values.ndim != 2:
            raise ValueError(f"data must be numbers, got points of the shape {data.values.shape}")
        return cls(data.size, np.nansum(data.values, axis=1))  # NaN: a replicate with fewer points

    def __add__(self, other: object) -> Totals:
        """Pool two data sets."""
        if not isinstance(other, (Totals, Points)):
            return NotImplemented
        other = Totals.of(other)
        return Totals(self.size + other.size, self.total + other.total)

    __radd__ = __add__

    def weighted(self, weight: float) -> Totals:
        """The same data, each point counted `weight` times."""
        return Totals(self.size * weight, self.total * weight)
