"""The one-dimensional Gaussian, refitted by its sample mean and variance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from ..datasets.moments import Moments
from ..datasets.points import Points, points_of
from ..validation import array, data_size, integer, real
from .base import Model

NO_FREEDOM = np.finfo(float).tiny  # NumPy wants more than 0 degrees of freedom; these give 0


def enough(data: Moments, least: int) -> Moments:
    """The data, if every replicate has enough points for a fit."""
    if np.min(data.size) < least:
        raise ValueError(f"data must have at least {least} points, got {np.min(data.size)}")
    return data


@dataclass(frozen=True, eq=False)
class Gaussian(Model):
    r"""N(mu, sigma^2), refitted by its sample mean and sample variance.

    $\mu_{i+1} = \frac1M\sum_j X_j$,
    $\sigma^2_{i+1} = \frac{1}{M-\mathrm{ddof}}\sum_j (X_j-\mu_{i+1})^2$. Equation 1 of the paper;
    chapter "The one-dimensional Gaussian".

    Parameters
    ----------
    mu, sigma
        Floats or arrays (replicates,), in the units of the data; sigma >= 0.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.
    bias
        Samples are drawn with the variance bias * sigma^2, at least 0: with 0 nothing but the mean,
        with 1 the law itself. It is the sampling bias of Alemohammad et al. (2023). The law that is
        given to `run` keeps its own: `run(Gaussian(), model=Gaussian(bias=0.9))` has real data
        without it.

    Raises
    ------
    ValueError, TypeError
        For a parameter that is not finite or not allowed.

    Examples
    --------
    >>> Gaussian().fit([1.0, 2.0, 3.0])
    Gaussian(mu=2.0, sigma=1.0, ddof=1, bias=1.0)
    """

    mu: float | np.ndarray = 0.0
    sigma: float | np.ndarray = 1.0
    ddof: int = 1
    bias: float = field(default=1.0, metadata={"later": True})

    data: ClassVar[type] = Moments
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "mu": {"long_name": "mean", "symbol": "μₙ"},
        "sigma": {"long_name": "standard deviation", "symbol": "σₙ"},
    }

    def __post_init__(self) -> None:
        mu, sigma = array("mu", self.mu), array("sigma", self.sigma, minimum=0)
        for name, value in (("mu", mu), ("sigma", sigma)):
            if value.ndim > 1:
                raise ValueError(
                    f"{name} must be a number or have the shape (replicates,), got {value.shape}"
                )
            if value.ndim:
                object.__setattr__(self, name, value)
        if mu.ndim and sigma.ndim and mu.shape != sigma.shape:
            raise ValueError(
                f"mu and sigma must have the same shape, got {mu.shape} and {sigma.shape}"
            )
        if integer("ddof", self.ddof, 0) > 1:
            raise ValueError(f"ddof must be 0 or 1, got {self.ddof}")
        real("bias", self.bias, 0)

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return 1 + self.ddof

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point: a number."""
        return ()

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
        return PointwiseGaussian(self.mu, self.sigma, self.ddof, self.bias)

    @property
    def width(self) -> float | np.ndarray:
        """The standard deviation of what is drawn."""
        return self.sigma if self.bias == 1 else self.sigma * np.sqrt(self.bias)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Moments | Points:
        r"""Draw `size` points, exactly, at the cost of two random numbers (Cochran 1934).

        The mean is N(mu, sigma^2 / size) and, independently, the scatter is sigma^2 times
        a chi-square with size - 1 degrees of freedom. size: int or array (replicates,);
        `source` is not used. Chapter "The one-dimensional Gaussian".
        """
        shape = np.broadcast_shapes(np.shape(self.mu), np.shape(self.sigma))
        one = np.maximum(data_size(size), 1.0)  # an empty data set has no mean
        mean = np.asarray(rng.standard_normal(shape))
        mean *= self.width
        mean /= np.sqrt(one)
        mean += self.mu
        root = np.asarray(rng.chisquare(np.maximum(one - 1, NO_FREEDOM), shape))
        np.sqrt(root, out=root)
        root *= self.width
        return Moments(size, mean, root)

    def fit(self, data: Any, *, rng: np.random.Generator | None = None) -> Gaussian:
        """The Gaussian with the data's mean and variance (equation 1; `rng` is not used).

        data: Moments or Points, one model for each replicate; or one replicate's numbers, in
        whatever holds them. Raises ValueError for too few points, or points that are no numbers.
        """
        one = not isinstance(data, (Moments, Points))
        if not isinstance(data, Moments):
            data = Moments.of(points_of(data))
        if np.ndim(data.root) > 1:
            raise ValueError(f"data must be one-dimensional, got a scatter of {data.root.shape}")
        enough(data, 1 + self.ddof)
        mu, sigma = data.mean, data.root / np.sqrt(data.size - self.ddof)
        return (
            self._fitted(mu=float(mu[0]), sigma=float(sigma[0]))
            if one
            else self._fitted(mu=mu, sigma=sigma)
        )

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: mu and sigma, each (replicates,)."""
        return {"mu": np.asarray(self.mu), "sigma": np.asarray(self.sigma)}


class PointwiseGaussian(Gaussian):
    """The Gaussian that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw `size` points of each replicate; size: int or array (replicates,)."""
        count = max(np.size(self.mu), np.size(self.sigma))
        values = rng.standard_normal((count, int(np.max(data_size(size)))))
        values *= np.reshape(self.width, (-1, 1))
        values += np.reshape(self.mu, (-1, 1))
        return Points.first(values, size)
