"""Counts with a Poisson law, refitted by their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .one_parameter import OneParameter


@dataclass(frozen=True, eq=False)
class Poisson(OneParameter):
    r"""The Poisson law with the mean m; $V(m) = m$.

    A sum of M points is Poisson with the mean Mm. Refitted, the sum is a branching process, in
    which each point leaves a Poisson number of points; it dies out. Chapter "One theorem over all".

    Parameters
    ----------
    m
        A float or an array (replicates,), at least 0.

    Raises
    ------
    ValueError, TypeError
        For another m.

    Examples
    --------
    >>> Poisson().fit([0, 3, 3])
    Poisson(m=2.0)
    """

    m: float | np.ndarray = 1.0

    whole: ClassVar[bool] = True

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest mean."""
        return 0.0, np.inf

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point."""
        return self.m

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Sums of `size` points each: Poisson."""
        return rng.poisson(size * self.m)
