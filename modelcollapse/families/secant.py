"""The hyperbolic secant law and its tilts, refitted by their mean: no run ever collapses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..validation import real
from .one_parameter import OneParameter
from .secant_sums import draw


@dataclass(frozen=True, eq=False)
class HyperbolicSecant(OneParameter):
    r"""The hyperbolic secant family with the mean m; $V(m) = 1 + m^2$ for shape 1.

    Its density is $\cos\vartheta\,e^{\vartheta x}/(2\cosh\frac{\pi x}2)$ with $m = \tan\vartheta$.
    Of shape r it is the law of a sum of r such points, for any number r from 1 on, with
    $V(m) = r + m^2/r$. Refitted, m comes to a Cauchy law in place of an end: the standard one times
    r, which every fit leaves unchanged. Chapter "One theorem over all".

    Parameters
    ----------
    m
        A float or an array (replicates,).
    shape
        The shape r of a point, at least 1.

    Raises
    ------
    ValueError, TypeError
        For other parameters.

    Examples
    --------
    >>> HyperbolicSecant(m=2.0).variance
    5.0
    """

    m: float | np.ndarray = 0.0
    shape: float = 1.0

    def __post_init__(self) -> None:
        real("shape", self.shape, 1)
        super().__post_init__()

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point."""
        return self.shape + self.m * self.m / self.shape

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Sums of `size` points each: the same family, of size times the shape."""
        number = np.maximum(size, 1) * self.shape
        return np.where(np.asarray(size) > 0, draw(number, np.divide(self.m, self.shape), rng), 0.0)

    def points(self, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
        r"""Points one by one, (replicates, size).

        Of shape 1 a point is $\frac1\pi\log\frac{Y}{1-Y}$, Y beta with $a = \frac12+\vartheta/\pi$
        and $1-a$: the difference of the logarithms of two gamma variables, each drawn with 1 more
        and divided by what brings it back, so that it is right for any mean.
        """
        if self.shape != 1:
            return super().points(shape, rng)
        m = np.reshape(self.m, (-1, 1))
        logs = []
        for a in (np.arctan2(1, -m) / np.pi, np.arctan2(1, m) / np.pi):
            more = np.log(rng.standard_gamma(np.broadcast_to(1 + a, shape)))
            logs.append(more - rng.standard_exponential(shape) / a)
        return (logs[0] - logs[1]) / np.pi
