"""Discrete data sets, known by how often each state occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..validation import LARGEST, array, integer, kind, told
from .points import Points


def tally(points: Points, states: int) -> np.ndarray:
    """How often each state occurs among the points, (replicates, states).

    Raises ValueError for a point that is not one of the states 0 … states - 1.
    """
    values = points.values
    if values.ndim != 2:
        raise ValueError(f"points must be numbers, one state each, got shape {values.shape}")
    row, column = np.nonzero(~np.isnan(values))  # NaN: a replicate with fewer points
    state = values[row, column]
    if not ((state >= 0) & (state < states) & (state == np.floor(state))).all():
        raise ValueError(
            f"points must be states, whole numbers from 0 to {states - 1}, "
            f"got values from {state.min():g} to {state.max():g}"
        )
    cell = row * states + state.astype(np.intp)
    return np.bincount(cell, minlength=len(values) * states).reshape(len(values), states)


@dataclass(frozen=True, eq=False)
class Counts:
    """A discrete data set for each replicate: how many of its points are in each state.

    Parameters
    ----------
    values
        Whole numbers, not negative: an array (states,) or (replicates, states).

    Raises
    ------
    ValueError
        For negative or broken numbers.

    Examples
    --------
    >>> (Counts([[3, 1]]) + Counts([[0, 2]])).values
    array([[3, 3]])
    """

    values: np.ndarray

    # NumPy draws without replacement from fewer points than this, and counts in 64 bits.
    largest_drawn: ClassVar[int] = 10**9 - 1
    largest_pool: ClassVar[int] = LARGEST

    def __post_init__(self) -> None:
        values = self.values
        if not (isinstance(values, np.ndarray) and values.dtype.kind in "iu"):
            values = array("values", values)
            if not (values == np.floor(values)).all() or abs(values).max(initial=0) > 2**53:
                raise ValueError(
                    f"values must be whole numbers, how often each state occurs, got {told(values)}"
                )
            values = values.astype(np.int64)
        if values.ndim not in (1, 2):
            raise ValueError(
                f"values must have the shape (states,) or (replicates, states), got {values.shape}"
            )
        if values.size and values.min() < 0:
            raise ValueError(f"values must be at least 0, got {values.min()}")
        object.__setattr__(self, "values", values)

    @property
    def size(self) -> np.ndarray:
        """The number of points, (replicates,)."""
        return self.values.sum(axis=-1, dtype=np.int64)

    @classmethod
    def of(cls, data: Any, states: int) -> Counts:
        """The counts of a data set with so many states."""
        if isinstance(data, Points):
            return cls(tally(data, states))
        if not isinstance(data, Counts):
            raise TypeError(f"data must be Counts or Points, got {kind(data)}")
        if data.values.shape[-1] != states:
            raise ValueError(f"data must count {states} states, got {data.values.shape[-1]}")
        return data

    def __add__(self, other: object) -> Counts:
        """Pool two data sets."""
        if not isinstance(other, (Counts, Points)):
            return NotImplemented
        return Counts._of_shares(self.values + Counts.of(other, self.values.shape[-1]).values)

    __radd__ = __add__

    def weighted(self, weight: float) -> Counts:
        """The same data, each point counted `weight` times; only for a fit."""
        return Counts._of_shares(self.values * weight)

    @classmethod
    def _of_shares(cls, values: np.ndarray) -> Counts:
        """Counts that are no whole numbers, unchecked."""
        data = object.__new__(cls)
        object.__setattr__(data, "values", values)
        return data

    def draw(self, size: int, *, rng: np.random.Generator) -> Counts:
        """Draw `size` of the points at random, without replacement.

        The counts are multivariate hypergeometric, drawn state after state: given the states
        before, what a state gets is hypergeometric. Raises ValueError for more points than there
        are, and from 10^9 points on, which NumPy does not draw from.
        """
        values = np.atleast_2d(self.values)
        pool = values.sum(axis=1, dtype=np.int64)
        if integer("size", size, 0) > pool.min():
            raise ValueError(
                f"size must be at most the {pool.min()} points in the pool, got {size}"
            )
        if pool.max() > self.largest_drawn:
            raise ValueError(
                f"the pool must have at most {self.largest_drawn} points to be drawn from "
                f"without replacement, got {pool.max()}"
            )
        drawn = np.empty_like(values)
        wanted = np.full(len(pool), size)
        for state, here in enumerate(values.T):
            pool = pool - here
            drawn[:, state] = rng.hypergeometric(here, pool, wanted)
            wanted = wanted - drawn[:, state]
        return Counts(drawn.reshape(self.values.shape))
