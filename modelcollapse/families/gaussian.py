"""The one-dimensional Gaussian, refitted by its sample mean and variance."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ..checks import array, integer
from ..moments import Moments
from ..points import Points

NO_FREEDOM = np.finfo(float).tiny  # NumPy wants more than 0 degrees of freedom; these give 0


@dataclass(frozen=True)
class Gaussian:
    r"""N(mu, sigma^2), refitted by its sample mean and sample variance.

    $\mu_{i+1} = \frac1M\sum_j X_j$,
    $\sigma^2_{i+1} = \frac{1}{M-\mathrm{ddof}}\sum_j (X_j-\mu_{i+1})^2$.
    mu, sigma: floats or arrays (replicates,), in the units of the data, sigma >= 0.
    ddof: 1 for the unbiased variance, 0 for maximum likelihood.
    Raises ValueError or TypeError for a parameter that is not finite or not allowed.
    Equation 1 of the paper; chapter "The one-dimensional Gaussian".
    """

    mu: float | np.ndarray = 0.0
    sigma: float | np.ndarray = 1.0
    ddof: int = 1

    data: ClassVar[type] = Moments
    dims: ClassVar[dict[str, tuple[str, ...]]] = {}
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "mu": {"long_name": "mean", "symbol": "μₙ"},
        "sigma": {"long_name": "standard deviation", "symbol": "σₙ"},
    }

    def __post_init__(self) -> None:
        array("mu", self.mu)
        array("sigma", self.sigma, minimum=0)
        if integer("ddof", self.ddof, 0) > 1:
            raise ValueError(f"ddof must be 0 or 1, got {self.ddof}")

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return 1 + self.ddof

    def replicate(self, count: int) -> Gaussian:
        """The same law for `count` independent replicates."""
        if np.ndim(self.mu) or np.ndim(self.sigma):
            raise ValueError(
                "mu and sigma must be numbers for a law to be replicated, "
                f"got arrays of shape {np.shape(self.mu)} and {np.shape(self.sigma)}"
            )
        return replace(
            self, mu=np.full(count, self.mu, float), sigma=np.full(count, self.sigma, float)
        )

    def pointwise(self) -> Gaussian:
        """The same law, whose data sets are kept point by point."""
        return PointwiseGaussian(self.mu, self.sigma, self.ddof)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Moments | Points:
        r"""Draw `size` points, exactly, at the cost of two random numbers (Cochran 1934).

        The mean is N(mu, sigma^2 / size) and, independently, the scatter is sigma^2 times
        a chi-square with size - 1 degrees of freedom. size: int or array (replicates,);
        `source` is not used. Chapter "The one-dimensional Gaussian".
        """
        shape, one = np.shape(self.mu), np.maximum(size, 1)  # an empty data set has no mean
        mean = np.asarray(rng.standard_normal(shape))
        mean *= self.sigma
        mean /= np.sqrt(one)
        mean += self.mu
        scatter = np.asarray(rng.chisquare(np.maximum(one - 1, NO_FREEDOM), shape))
        scatter *= self.sigma
        scatter *= self.sigma
        return Moments(size, mean, scatter)

    def fit(self, data: Moments | Points, *, rng: np.random.Generator | None = None) -> Gaussian:
        """The Gaussian with the data's mean and variance (equation 1; `rng` is not used)."""
        data = Moments.of(data)
        variance = data.scatter / (data.size - self.ddof)
        fitted = copy(self)  # what is fitted to checked data needs no check: this is the inner loop
        fitted.__dict__.update(mu=data.mean, sigma=np.sqrt(variance, out=variance))
        return fitted

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: mu and sigma, each (replicates,)."""
        return {"mu": np.asarray(self.mu), "sigma": np.asarray(self.sigma)}


class PointwiseGaussian(Gaussian):
    """The Gaussian that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Points:
        """Draw `size` points of each replicate; size: int or array (replicates,)."""
        values = rng.standard_normal((len(np.atleast_1d(self.mu)), int(np.max(size))))
        values *= np.reshape(self.sigma, (-1, 1))
        values += np.reshape(self.mu, (-1, 1))
        return Points.first(values, size)
