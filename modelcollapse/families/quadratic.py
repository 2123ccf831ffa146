"""The exponential family with a given quadratic variance function, whichever of the six it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..validation import real, told
from .one_parameter import OneParameter
from .secant_sums import draw


@dataclass(frozen=True, eq=False)
class QuadraticVariance(OneParameter):
    r"""The exponential family with $V(m) = v_0 + v_1m + v_2m^2$, refitted by its mean.

    There are six such families up to scale and shift (Morris 1982): normal ($v_1 = v_2 = 0$),
    Poisson ($v_2 = 0$), binomial ($v_2 < 0$), and for $v_2 > 0$ gamma, negative binomial or
    hyperbolic secant, as V has one real zero, two or none. Means lie where V is positive; with two
    zeros and $v_2 > 0$ beyond the larger. A variance function that is not quadratic names a law
    too, if it is one, but none that could be drawn without knowing it by another name.

    Parameters
    ----------
    m
        A float or an array (replicates,), where V is at least 0.
    v0, v1, v2
        Coefficients of V; a negative v2 is -1 over a whole number, and where V has no zero v2 is
        at most 1.

    Raises
    ------
    ValueError, TypeError
        For other parameters.

    Examples
    --------
    >>> QuadraticVariance(m=2.0, v1=1.0, v2=0.5).variance  # negative binomial of shape 2
    4.0
    """

    m: float | np.ndarray = 0.0
    v0: float = 0.0
    v1: float = 0.0
    v2: float = 0.0

    def __post_init__(self) -> None:
        v0, v1, v2 = (real(name, getattr(self, name)) for name in ("v0", "v1", "v2"))
        if v2 < 0 and abs(round(1 / v2) - 1 / v2) > 1e-9:
            raise ValueError(f"v2, if negative, must be -1 over a whole number, got {told(v2)}")
        if v2 < 0 and v1 * v1 <= 4 * v0 * v2:
            raise ValueError("v0, v1 and v2 must leave V positive somewhere, got none such")
        if v2 == v1 == 0 >= v0:
            raise ValueError(f"v0 must be greater than 0 where v1 = v2 = 0, got {v0}")
        if v2 > 1 and v1 * v1 < 4 * v0 * v2:
            raise ValueError(f"v2 must be at most 1 where V has no zero, got {told(v2)}")
        super().__post_init__()

    @property
    def _centre(self) -> tuple[float, float]:
        """The place h and the size d of the square, V = v2 ((m + h)^2 + d), if v2 is not 0."""
        shift = self.v1 / (2 * self.v2)
        return shift, self.v0 / self.v2 - shift * shift

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest mean: where V is 0, if it is."""
        if self.v2:
            shift, rest = self._centre
            zero = float(np.sqrt(max(-rest, 0.0)))
            if self.v2 < 0:
                return -zero - shift, zero - shift
            return (zero - shift if rest <= 0 else -np.inf), np.inf
        if self.v1:
            zero = -self.v0 / self.v1
            return (zero, np.inf) if self.v1 > 0 else (-np.inf, zero)
        return -np.inf, np.inf

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point."""
        return self.v0 + self.m * (self.v1 + self.m * self.v2)

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Sums of `size` points each, by the family of the six and its scale and shift."""
        if not self.v2:
            if not self.v1:
                noise = rng.standard_normal(np.broadcast(size, self.m).shape)
                return size * self.m + np.sqrt(size * self.v0) * noise
            shift = self.v0 / self.v1
            mean = np.maximum((self.m + shift) / self.v1, 0)
            return self.v1 * rng.poisson(size * mean) - shift * size
        shift, rest = self._centre
        above, shape = self.m + shift, 1 / self.v2
        if rest > 0:
            width = np.sqrt(rest)
            number = np.maximum(size, 1) * shape
            sums = np.where(np.asarray(size) > 0, draw(number, above / width, rng), 0.0)
            return width * sums / shape - shift * size
        zero = np.sqrt(-rest)
        if self.v2 < 0:  # so many tosses of a coin in a point, from -zero to zero
            tosses = round(-shape)
            chance = np.clip((above + zero) / (2 * zero), 0, 1)
            ones = rng.binomial(size * tosses, chance)
            return 2 * zero / tosses * ones - (zero + shift) * size
        mean = np.maximum(above - zero, 0)  # above the larger zero
        sums = rng.standard_gamma(size * shape, np.broadcast(size, mean).shape) * mean / shape
        if zero:  # negative binomial: Poisson, with a gamma mean
            step = 2 * zero / shape
            sums = step * rng.poisson(sums / step)
        return sums + (zero - shift) * size
