"""Gaussian data sets, known by their sufficient statistics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..validation import kind
from .points import Points


def along(weights: int | float | np.ndarray, like: np.ndarray) -> float | np.ndarray:
    """Weights (replicates,) with the axes that make them multiply `like`."""
    if not np.ndim(weights):
        return weights
    return np.reshape(weights, np.shape(weights) + (1,) * (np.ndim(like) - 1))


def triangle(columns: np.ndarray) -> np.ndarray:
    """The lower-triangular L (..., N, N) with L L^T = A A^T, for A (..., N, any number).

    By a QR decomposition of A^T, which never forms the product: an axis that is 10^-16 of the
    longest one is kept to its own last digits.
    """
    N, wide = columns.shape[-2:]
    if wide < N:
        columns = np.concatenate([columns, np.zeros((*columns.shape[:-1], N - wide))], axis=-1)
    upper = np.linalg.qr(columns.swapaxes(-1, -2), mode="r")
    signs = np.where(np.diagonal(upper, axis1=-2, axis2=-1) < 0, -1.0, 1.0)
    return (signs[..., None] * upper).swapaxes(-1, -2)


@dataclass(frozen=True, eq=False)
class Moments:
    r"""A Gaussian data set: size, mean and spread, from which every fit can be made.

    The scatter is the sum of squared deviations from the mean. What is kept is its root, so that
    nothing is lost where the scatter itself would be too small for a floating-point number.

    Parameters
    ----------
    size
        Number of points, or their weight: a number or an array (replicates,).
    mean
        (), (replicates,) or (replicates, dimension), in the units of the data.
    root
        In one dimension the root of the scatter, shaped as the mean; in several a factor L with
        $L L^T$ the scatter, (replicates, dimension, dimension), lower triangular.

    Examples
    --------
    >>> both = Moments.of(Points([[0.0, 2.0]])) + Moments.of(Points([[4.0, 6.0]]))
    >>> both.size, both.mean, both.scatter
    (4, array([3.]), array([20.]))
    """

    size: float | np.ndarray
    mean: np.ndarray
    root: np.ndarray

    @cached_property
    def scatter(self) -> np.ndarray:
        """Sums of squared deviations from the mean, a number or a matrix for each replicate."""
        if np.ndim(self.root) <= np.ndim(self.mean):
            return np.square(self.root)
        return self.root @ self.root.swapaxes(-1, -2)

    @classmethod
    def of(cls, data: Any) -> Moments:
        """The sufficient statistics of a data set; two passes, as a careful fit makes them."""
        if isinstance(data, Moments):
            return data
        if not isinstance(data, Points):
            raise TypeError(f"data must be Moments or Points, got {kind(data)}")
        values = data.values
        absent = np.isnan(values)
        if absent.any():  # replicates of unequal size
            size = (~absent if values.ndim == 2 else ~absent[..., 0]).sum(axis=1)
            mean = np.where(absent, 0.0, values).sum(axis=1)
            mean = mean / along(np.maximum(size, 1.0), mean)
            gaps = np.where(absent, 0.0, values - mean[:, None])
        else:
            size, mean = values.shape[1], values.mean(axis=1)
            gaps = values - mean[:, None]
        if values.ndim == 3:
            return cls(size, mean, triangle(gaps.swapaxes(1, 2)))
        # dividing by the largest gap keeps squares within the range of floating-point numbers
        largest = abs(gaps).max(axis=1, keepdims=True, initial=0)
        scaled = gaps / np.where((largest < 1e-100) & (largest > 0), largest, 1)
        root = np.sqrt(np.einsum("ij,ij->i", scaled, scaled))
        return cls(
            size, mean, root * np.where((largest < 1e-100) & (largest > 0), largest, 1)[:, 0]
        )

    def __add__(self, other: object) -> Moments:
        """Pool two data sets."""
        if not isinstance(other, (Moments, Points)):
            return NotImplemented
        other = Moments.of(other)
        size = self.size + other.size
        gap = other.mean - self.mean
        share = other.size / np.maximum(size, 1.0)  # two empty data sets pool to an empty one
        mean = self.mean + gap * along(share, gap)
        step = gap * along(np.sqrt(share * self.size), gap)
        if np.ndim(self.root) <= np.ndim(self.mean):
            return Moments(size, mean, np.hypot(np.hypot(self.root, other.root), step))
        columns = [self.root, other.root, step[..., None]]
        return Moments(size, mean, triangle(np.concatenate(columns, axis=-1)))

    __radd__ = __add__

    def weighted(self, weight: float) -> Moments:
        """The same data, each point counted `weight` times."""
        return Moments(self.size * weight, self.mean, self.root * np.sqrt(weight))
