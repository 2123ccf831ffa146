"""Data sets of a regression, known by the products of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..validation import kind
from .moments import along, triangle
from .points import Points


@dataclass(frozen=True, eq=False)
class Products:
    r"""Rows (x, y) of a regression by $Z'Z$, Z the matrix of the rows: all that least squares sees.

    What is kept is the triangle of a QR decomposition, which loses no digits by squaring.

    Parameters
    ----------
    size
        Number of rows: a number or an array (replicates,).
    root
        A factor L with $L L^T = Z'Z$, (replicates, d + 1, d + 1), lower triangular; y is last.

    Examples
    --------
    >>> both = Products.of(Points([[[1.0, 2.0]]])) + Products.of(Points([[[3.0, 4.0]]]))
    >>> both.size, both.products.round(9)
    (2, array([[[10., 14.],
            [14., 20.]]]))
    """

    size: float | np.ndarray
    root: np.ndarray

    @cached_property
    def products(self) -> np.ndarray:
        """The sums of products of two columns, (replicates, d + 1, d + 1)."""
        return self.root @ self.root.swapaxes(-1, -2)

    @classmethod
    def of(cls, data: Any) -> Products:
        """The products of a data set of rows, (replicates, size, d + 1)."""
        if isinstance(data, Products):
            return data
        if not isinstance(data, Points) or data.values.ndim != 3:
            raise TypeError(f"data must be Products, or Points that are rows, got {kind(data)}")
        rows = np.where(np.isnan(data.values), 0.0, data.values)  # replicates of unequal size
        return cls(data.size, triangle(rows.swapaxes(1, 2)))

    def __add__(self, other: object) -> Products:
        """Pool two data sets."""
        if not isinstance(other, (Products, Points)):
            return NotImplemented
        other = Products.of(other)
        columns = np.concatenate([self.root, other.root], axis=-1)
        return Products(self.size + other.size, triangle(columns))

    __radd__ = __add__

    def weighted(self, weight: float | np.ndarray) -> Products:
        """The same data, each row counted `weight` times."""
        return Products(self.size * weight, self.root * along(np.sqrt(weight), self.root))
