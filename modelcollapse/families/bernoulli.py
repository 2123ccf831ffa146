"""A coin, refitted by its share of ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .one_parameter import OneParameter


@dataclass(frozen=True, eq=False)
class Bernoulli(OneParameter):
    r"""A coin that shows 1 with probability m, else 0; $V(m) = m(1-m)$.

    The number of ones among M points is binomial: the Wright-Fisher chain with two states. Means
    end at 0 or 1. Chapter "One theorem over all".

    Parameters
    ----------
    m
        A float or an array (replicates,), between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For another m.

    Examples
    --------
    >>> Bernoulli().fit([0, 1, 1, 1])
    Bernoulli(m=0.75)
    """

    m: float | np.ndarray = 0.5

    whole: ClassVar[bool] = True

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest mean."""
        return 0.0, 1.0

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point."""
        return self.m * (1 - self.m)

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Numbers of ones among `size` points each: binomial."""
        return rng.binomial(size, self.m)
