"""The inverse Gaussian law with a known shape, refitted by its mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..validation import positive
from .one_parameter import OneParameter


@dataclass(frozen=True, eq=False)
class InverseGaussian(OneParameter):
    r"""The inverse Gaussian law with the mean m and a known shape; $V(m) = m^3/\lambda$.

    A sum of M points is inverse Gaussian with the mean Mm and the shape $M^2\lambda$. Refitted, the
    mean of 1/m grows by $1/(\lambda M)$ in each fit. Chapter "One theorem over all".

    Parameters
    ----------
    m
        A float or an array (replicates,), at least 0.
    shape
        The shape of a point, lambda, greater than 0, in the units of the data.

    Raises
    ------
    ValueError, TypeError
        For other parameters.

    Examples
    --------
    >>> InverseGaussian(shape=2.0).fit([0.5, 2.5])
    InverseGaussian(m=1.5, shape=2.0)
    """

    m: float | np.ndarray = 1.0
    shape: float = 1.0

    def __post_init__(self) -> None:
        positive("shape", self.shape)
        super().__post_init__()

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest mean."""
        return 0.0, np.inf

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point."""
        return np.power(self.m, 3) / self.shape

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        r"""Sums of `size` points each, by the two roots of a quadratic equation.

        With $Y = \lambda(X-\mu)^2/(\mu^2X)$, the square of a standard normal number, $X/\mu$ is one
        of two roots whose product is 1, the smaller one x with the probability 1/(1 + x). It is
        computed from the larger, so that nothing cancels where the mean is large.
        """
        mean = np.asarray(self.m, float)
        shape = np.broadcast_shapes(np.shape(size), mean.shape)
        y = np.square(rng.standard_normal(shape)) * (mean / (np.maximum(size, 1) * self.shape))
        larger = 1 + y / 2 + np.sqrt(y) * np.sqrt(1 + y / 4)
        small = rng.random(shape) * (1 + 1 / larger) < 1
        return size * mean * np.where(small, 1 / larger, larger)
