"""Discrete data sets, known by how often each state occurs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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


@dataclass(frozen=True)
class Counts:
    """A discrete data set for each replicate: how many of its points are in each state.

    values: whole numbers, array (replicates, states).
    """

    values: np.ndarray

    @property
    def size(self) -> np.ndarray:
        """The number of points, (replicates,)."""
        return self.values.sum(axis=1)

    @classmethod
    def of(cls, data: Counts | Points, states: int) -> Counts:
        """The counts of a data set with so many states."""
        if isinstance(data, Points):
            return cls(tally(data, states))
        if not isinstance(data, Counts):
            raise TypeError(f"data must be Counts or Points, got {type(data).__name__}")
        return data

    def __add__(self, other: object) -> Counts:
        """Pool two data sets."""
        if not isinstance(other, (Counts, Points)):
            return NotImplemented
        return Counts(self.values + Counts.of(other, self.values.shape[1]).values)

    __radd__ = __add__

    def draw(self, size: int, *, rng: np.random.Generator) -> Counts:
        """Draw `size` of the points at random, without replacement.

        The counts are multivariate hypergeometric, drawn state after state: given the states
        before, what a state gets is hypergeometric.
        """
        pool = self.size
        if size > pool.min():
            raise ValueError(
                f"size must be at most the {pool.min()} points in the pool, got {size}"
            )
        drawn = np.empty_like(self.values)
        wanted = np.full(len(pool), size)
        for state, here in enumerate(self.values.T):
            pool = pool - here
            drawn[:, state] = rng.hypergeometric(here, pool, wanted)
            wanted = wanted - drawn[:, state]
        return Counts(drawn)
