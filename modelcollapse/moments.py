"""Gaussian data sets, known by their sufficient statistics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .points import Points


def outer(vector: np.ndarray, like: np.ndarray) -> np.ndarray:
    """The square of a number, or the outer square of a vector, shaped as a scatter is."""
    if np.ndim(vector) == np.ndim(like):
        return vector**2
    return vector[..., :, None] * vector[..., None, :]


def spread(weights: int | float | np.ndarray, like: np.ndarray) -> float | np.ndarray:
    """Weights (replicates,) with the axes that make them multiply `like`."""
    if not np.ndim(weights):
        return weights
    return np.reshape(weights, np.shape(weights) + (1,) * (np.ndim(like) - 1))


@dataclass(frozen=True)
class Moments:
    """A Gaussian data set: size, mean and scatter, from which every fit can be made.

    size: number of points, int or array (replicates,). mean: (replicates,) or
    (replicates, dimension). scatter: the sum of squared deviations from the mean,
    (replicates,) or (replicates, dimension, dimension).
    """

    size: int | np.ndarray
    mean: np.ndarray
    scatter: np.ndarray

    @classmethod
    def of(cls, data: Moments | Points) -> Moments:
        """The sufficient statistics of a data set; two passes, as a careful fit makes them."""
        if isinstance(data, Moments):
            return data
        if not isinstance(data, Points):
            raise TypeError(f"data must be Moments or Points, got {type(data).__name__}")
        values = data.values
        absent = np.isnan(values)
        if absent.any():  # replicates of unequal size
            size = (~absent if values.ndim == 2 else ~absent[..., 0]).sum(axis=1)
            mean = np.where(absent, 0.0, values).sum(axis=1)
            mean = mean / spread(np.maximum(size, 1), mean)
            gaps = np.where(absent, 0.0, values - mean[:, None])
        else:
            size, mean = values.shape[1], values.mean(axis=1)
            gaps = values - mean[:, None]
        pattern = "ij,ij->i" if values.ndim == 2 else "ijk,ijl->ikl"
        return cls(size, mean, np.einsum(pattern, gaps, gaps))

    def __add__(self, other: object) -> Moments:
        """Pool two data sets."""
        if not isinstance(other, (Moments, Points)):
            return NotImplemented
        other = Moments.of(other)
        size = self.size + other.size
        gap = other.mean - self.mean
        share = other.size / np.maximum(size, 1)  # two empty data sets pool to an empty one
        square = outer(gap, self.scatter)
        return Moments(
            size,
            self.mean + gap * spread(share, gap),
            self.scatter + other.scatter + square * spread(share * self.size, square),
        )

    __radd__ = __add__
