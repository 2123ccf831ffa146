"""The Gaussian in several dimensions, refitted by its sample mean and covariance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from ..datasets.moments import Moments, along, triangle
from ..datasets.points import Points, points_of
from ..validation import array, covariance, data_size, integer
from .base import Model
from .gaussian import enough


def root(cov: np.ndarray) -> np.ndarray:
    """A factor A with A A^T = cov, also where cov is singular; (..., N, N)."""
    values, vectors = np.linalg.eigh(cov)
    return vectors * np.sqrt(np.maximum(values, 0))[..., None, :]


def bures(cov: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The covariance part of W_2^2 between Gaussians, from covariances (..., N, N) each."""
    return bures_of_roots(root(cov), root(other))


def bures_of_roots(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""$\min_U \|A - B U\|^2$ over rotations U, for factors A, B of two covariances.

    It equals $\mathrm{Tr}(AA^T + BB^T - 2 (A^T B B^T A)^{1/2})$, without the difference of large
    numbers in which a small distance would be lost (Bhatia, Jain and Lim 2019, theorem 1).
    """
    left, _, right = np.linalg.svd(b.swapaxes(-1, -2) @ a)
    return ((a - b @ (left @ right)) ** 2).sum((-1, -2))


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


@dataclass(frozen=True, eq=False)
class MultivariateGaussian(Model):
    r"""N(mean, cov) in N dimensions, refitted by its sample mean and covariance.

    Equation 1 of the paper in N dimensions; chapter "The Wasserstein risk". What is carried from
    one generation to the next is `factor`, lower triangular with $L L^T$ the covariance: the
    smallest axes keep their digits when the covariance itself has lost them.

    Parameters
    ----------
    mean
        (N,) or (replicates, N), in the units of the data.
    cov
        (N, N) or (replicates, N, N), symmetric and positive semidefinite, in squared units.
    ddof
        1 for the unbiased covariance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For parameters that are not finite or do not fit together.

    Examples
    --------
    >>> MultivariateGaussian([0, 0], np.eye(2)).fit([[0.0, 0.0], [2.0, 0.0], [1.0, 3.0]]).mean
    array([1., 1.])
    """

    mean: np.ndarray
    cov: np.ndarray
    ddof: int = 1

    data: ClassVar[type] = Moments
    dims: ClassVar[dict[str, tuple[str, ...]]] = {
        "mean": ("component",),
        "cov": ("component", "component_"),
        "factor": ("component", "component_"),
    }
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "mean": {"long_name": "mean", "symbol": "μₙ"},
        "cov": {"long_name": "covariance", "symbol": "Σₙ"},
        "factor": {"long_name": "lower-triangular factor of the covariance", "symbol": "Lₙ"},
    }

    def __post_init__(self) -> None:
        mean, cov = array("mean", self.mean), array("cov", self.cov)
        if mean.ndim not in (1, 2) or not mean.size or cov.shape != (*mean.shape, mean.shape[-1]):
            raise ValueError(
                "mean must have the shape (N,) and cov (N, N), or both with replicates in "
                f"front, got {mean.shape} and {cov.shape}"
            )
        if integer("ddof", self.ddof, 0) > 1:
            raise ValueError(f"ddof must be 0 or 1, got {self.ddof}")
        self.__dict__.update(mean=mean, cov=covariance("cov", self.cov))

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return 1 + self.ddof

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point."""
        return self.mean.shape[-1:]

    @cached_property
    def factor(self) -> np.ndarray:
        """The lower-triangular L with L L^T = cov."""
        return triangle(root(self.cov))

    def replicate(self, count: int) -> MultivariateGaussian:
        """The same law for `count` independent replicates."""
        if self.mean.ndim > 1:
            raise ValueError(
                f"mean must be one vector for a law to be replicated, got shape {self.mean.shape}"
            )
        names = ("mean", "cov", "factor")
        arrays = {name: getattr(self, name) for name in names}
        return self._fitted(**{n: np.broadcast_to(a, (count, *a.shape)) for n, a in arrays.items()})

    def pointwise(self) -> MultivariateGaussian:
        """The same law, whose data sets are kept point by point."""
        return PointwiseMultivariateGaussian(self.mean, self.cov, self.ddof)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Moments | Points:
        """Draw `size` points, exactly, by their mean and Wishart scatter.

        The cost does not depend on size. size: int or array (replicates,); `source` is not used.
        """
        mean, factor = np.atleast_2d(self.mean), self.factor
        numbers = np.asarray(data_size(size), dtype=float)
        shift = factor @ rng.standard_normal((*mean.shape, 1))
        center = mean + shift[..., 0] / np.sqrt(np.maximum(numbers.reshape(-1, 1), 1))
        half = factor @ wishart_root(numbers - 1, mean.shape[0], mean.shape[1], rng)
        if self.mean.ndim == 1:
            return Moments(size, center[0], half[0])
        return Moments(size, center, half)

    def fit(self, data: Any, *, rng: np.random.Generator | None = None) -> MultivariateGaussian:
        """The Gaussian with the data's mean and covariance (`rng` is not used).

        data: Moments or Points, one model for each replicate; or one replicate's points, in
        whatever holds them, (size, N). Raises ValueError for too few points, or other dimensions.
        """
        N = self.mean.shape[-1]
        one = not isinstance(data, (Moments, Points))
        data = enough(data if isinstance(data, Moments) else Moments.of(points_of(data, N)),
                      self.smallest_sample)  # fmt: skip
        if np.shape(data.root)[-2:] != (N, N):
            raise ValueError(
                f"data must have {N} dimensions, got a scatter of {data.scatter.shape}"
            )
        freedom = along(np.subtract(data.size, self.ddof), data.root)
        mean, factor, cov = data.mean, data.root / np.sqrt(freedom), data.scatter / freedom
        if one:
            mean, factor, cov = mean[0], factor[0], cov[0]
        return self._fitted(mean=mean, factor=factor, cov=cov)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: mean (replicates, N), and cov and factor (replicates, N, N)."""
        return {"mean": self.mean, "cov": self.cov, "factor": self.factor}


class PointwiseMultivariateGaussian(MultivariateGaussian):
    """The Gaussian that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw `size` points of each replicate; size: int or array (replicates,)."""
        replicates, N = np.atleast_2d(self.mean).shape
        z = rng.standard_normal((replicates, int(np.max(data_size(size))), N))
        values = np.atleast_2d(self.mean)[:, None] + z @ self.factor.swapaxes(-1, -2)
        return Points.first(values, size)
