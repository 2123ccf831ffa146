"""The gamma law with a known shape, the exponential law among them, refitted by its mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..validation import positive
from .one_parameter import OneParameter


@dataclass(frozen=True, eq=False)
class Gamma(OneParameter):
    r"""The gamma law with the mean m and a known shape r; $V(m) = m^2/r$.

    Shape 1, the default, is the exponential law. A sum of M points is gamma with the shape rM.
    Refitted, log m is a random walk that falls. Chapter "One theorem over all".

    Parameters
    ----------
    m
        A float or an array (replicates,), at least 0.
    shape
        The shape r of a point, greater than 0.

    Raises
    ------
    ValueError, TypeError
        For other parameters.

    Examples
    --------
    >>> Gamma(shape=2.0).fit([0.5, 2.5])
    Gamma(m=1.5, shape=2.0)
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
        return np.square(self.m) / self.shape

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Sums of `size` points each: gamma."""
        return rng.standard_gamma(size * self.shape, np.broadcast(size, self.m).shape) * (
            self.m / self.shape
        )
