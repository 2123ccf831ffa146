"""The Gaussian in several dimensions, refitted by its sample mean and covariance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ..checks import array, integer
from ..moments import Moments, spread
from ..points import Points


def root(cov: np.ndarray) -> np.ndarray:
    """A factor A with A A^T = cov, also where cov is singular; (..., N, N)."""
    values, vectors = np.linalg.eigh(cov)
    return vectors * np.sqrt(np.maximum(values, 0))[..., None, :]


def bures(cov: np.ndarray, other: np.ndarray) -> np.ndarray:
    r"""Tr(A + B - 2 (A^{1/2} B A^{1/2})^{1/2}), the covariance part of W_2^2; (..., N, N) each."""
    factor = root(other)
    middle = np.swapaxes(factor, -1, -2) @ cov @ factor  # has the eigenvalues of B^{1/2} A B^{1/2}
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(middle), 0)).sum(-1)
    traces = np.trace(cov, axis1=-2, axis2=-1) + np.trace(other, axis1=-2, axis2=-1)
    return np.maximum(traces - 2 * cross, 0)


def wishart_root(
    freedom: int | np.ndarray, replicates: int, dimension: int, rng: np.random.Generator
) -> np.ndarray:
    r"""Lower-triangular B with B B^T ~ Wishart(freedom, I), (replicates, N, N) (Bartlett 1933).

    Column j holds sqrt(chi2_{freedom-j}) on the diagonal and N(0, 1) below it; columns from
    `freedom` on are zero, so that fewer points than dimensions give the singular law.
    """
    column = np.arange(dimension)
    left = np.maximum(np.reshape(freedom, (-1, 1)) - column, 0)
    diagonal = np.sqrt(2 * rng.standard_gamma(left / 2, (replicates, dimension)))
    factor = np.tril(rng.standard_normal((replicates, dimension, dimension)), -1)
    factor *= (left > 0)[:, None, :]
    factor[:, column, column] = diagonal
    return factor


@dataclass(frozen=True)
class MultivariateGaussian:
    r"""N(mean, cov) in N dimensions, refitted by its sample mean and covariance.

    mean: (N,) or (replicates, N); cov: (N, N) or (replicates, N, N), symmetric and
    positive semidefinite, in squared units of the data. ddof: 1 unbiased, 0 maximum likelihood.
    Raises ValueError or TypeError for parameters that are not finite or do not fit together.
    Equation 1 of the paper in N dimensions; chapter "The Wasserstein risk".
    """

    mean: np.ndarray
    cov: np.ndarray
    ddof: int = 1

    data: ClassVar[type] = Moments
    dims: ClassVar[dict[str, tuple[str, ...]]] = {
        "mean": ("component",),
        "cov": ("component", "component_"),
    }
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "mean": {"long_name": "mean", "symbol": "μₙ"},
        "cov": {"long_name": "covariance", "symbol": "Σₙ"},
    }

    def __post_init__(self) -> None:
        mean, cov = array("mean", self.mean), array("cov", self.cov)
        if mean.ndim < 1 or cov.shape != (*mean.shape, mean.shape[-1]):
            raise ValueError(
                "mean must have the shape (N,) and cov (N, N), or both with replicates in "
                f"front, got {mean.shape} and {cov.shape}"
            )
        if integer("ddof", self.ddof, 0) > 1:
            raise ValueError(f"ddof must be 0 or 1, got {self.ddof}")
        if cov.ndim == 2:  # a law given by hand; a fit is symmetric by construction
            if not np.allclose(cov, cov.T):
                raise ValueError(f"cov must be symmetric, got {cov.tolist()}")
            if np.linalg.eigvalsh(cov).min() < -1e-12 * np.abs(cov).max():
                raise ValueError(f"cov must be positive semidefinite, got {cov.tolist()}")
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "cov", cov)

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return 1 + self.ddof

    def replicate(self, count: int) -> MultivariateGaussian:
        """The same law for `count` independent replicates."""
        if self.mean.ndim > 1:
            raise ValueError(
                f"mean must be one vector for a law to be replicated, got shape {self.mean.shape}"
            )
        N = len(self.mean)
        return replace(
            self,
            mean=np.broadcast_to(self.mean, (count, N)),
            cov=np.broadcast_to(self.cov, (count, N, N)),
        )

    def pointwise(self) -> MultivariateGaussian:
        """The same law, whose data sets are kept point by point."""
        return PointwiseMultivariateGaussian(self.mean, self.cov, self.ddof)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Moments | Points:
        """Draw `size` points, exactly, by their mean and Wishart scatter.

        The cost does not depend on size. size: int or array (replicates,).
        """
        factor = root(self.cov)
        replicates, N = self.mean.shape
        scale = 1 / np.sqrt(np.maximum(np.reshape(size, (-1, 1)), 1))
        shift = np.einsum("rij,rj->ri", factor, rng.standard_normal((replicates, N)))
        half = factor @ wishart_root(np.subtract(size, 1), replicates, N, rng)
        return Moments(size, self.mean + scale * shift, half @ half.swapaxes(1, 2))

    def fit(
        self, data: Moments | Points, *, rng: np.random.Generator | None = None
    ) -> MultivariateGaussian:
        """The Gaussian with the data's mean and covariance (`rng` is not used)."""
        data = Moments.of(data)
        freedom = spread(np.subtract(data.size, self.ddof), data.scatter)
        return replace(self, mean=data.mean, cov=data.scatter / freedom)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: mean (replicates, N) and cov (replicates, N, N)."""
        return {"mean": self.mean, "cov": self.cov}


class PointwiseMultivariateGaussian(MultivariateGaussian):
    """The Gaussian that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Points:
        """Draw `size` points of each replicate; size: int or array (replicates,)."""
        replicates, N = self.mean.shape
        z = rng.standard_normal((replicates, int(np.max(size)), N))
        values = self.mean[:, None] + z @ root(self.cov).swapaxes(1, 2)
        return Points.first(values, size)
