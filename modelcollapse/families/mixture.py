"""The Gaussian mixture, refitted by scikit-learn's expectation maximisation (EM)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points
from ..validation import array, integer, real
from .em import expectation_maximisation
from .multivariate import bures, root

STARTS = ("fresh", "last")


@dataclass(frozen=True)
class GaussianMixture:
    r"""$\sum_k w_k\,\mathcal N(m_k, S_k)$, refitted by expectation maximisation.

    weights: (K,), not negative, summing to 1. means: (K, N), in the units of the data.
    covs: (K, N, N), symmetric and positive semidefinite. start: "fresh", a new k-means start
    for every fit, as in the paper; or "last", EM starts from this model. tol: EM stops when the
    mean log-likelihood of a point changes by less, or after max_iter steps. reg_covar: what
    every step adds to the diagonal of the covariances, in squared units of the data. All four
    have scikit-learn's defaults.

    No fit fails, and what was unusual is in the trace. `converged` is 0 where EM used up its
    steps: its last step is taken. Where a covariance is singular, the fit is repeated with a
    `floor` in place of reg_covar, ten times higher each time (from 0, the first one is a
    rounding error of the points' mean square). A component without points gets weight 0, to
    rounding, mean 0 and covariance floor * I; "last" leaves it so, a fresh start revives it.
    Components keep their places: the new ones are put in the order that minimises the sum of
    squared Wasserstein-2 distances to the old ones.

    Raises ValueError or TypeError for parameters that are no mixture.
    Section 5.1 and Figure 7 of the paper; chapter "Gaussian mixtures".
    """

    weights: np.ndarray
    means: np.ndarray
    covs: np.ndarray
    start: str = "fresh"
    tol: float = 1e-3
    max_iter: int = 100
    reg_covar: float = 1e-6
    converged: float = field(default=np.nan, init=False, repr=False)
    iterations: float = field(default=np.nan, init=False, repr=False)
    floor: float = field(default=np.nan, init=False, repr=False)

    data: ClassVar[type] = Points
    dims: ClassVar[dict[str, tuple[str, ...]]] = {
        "weights": ("component",),
        "means": ("component", "axis"),
        "covs": ("component", "axis", "axis_"),
    }
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "weights": {"long_name": "weight of a component", "symbol": "wₙ"},
        "means": {"long_name": "mean of a component", "symbol": "mₙ"},
        "covs": {"long_name": "covariance of a component", "symbol": "Sₙ"},
        "converged": {"long_name": "whether EM converged"},
        "iterations": {"long_name": "steps of EM"},
        "floor": {"long_name": "variance that EM added to the covariances"},
    }

    def __post_init__(self) -> None:
        weights = array("weights", self.weights, minimum=0)
        means, covs = array("means", self.means), array("covs", self.covs)
        if weights.ndim != 1 or means.ndim != 2 or not means.size or len(means) != len(weights):
            raise ValueError(
                "weights must have the shape (components,) and means (components, dimension), "
                f"got {weights.shape} and {means.shape}"
            )
        if covs.shape != (*means.shape, means.shape[1]):
            raise ValueError(
                f"covs must have the shape {(*means.shape, means.shape[1])}, got {covs.shape}"
            )
        if abs(weights.sum() - 1) > 1e-9:
            raise ValueError(f"weights must sum to 1, got a sum of {weights.sum():.12g}")
        if not np.allclose(covs, covs.swapaxes(1, 2)):
            raise ValueError(f"covs must be symmetric, got {covs.tolist()}")
        if np.linalg.eigvalsh(covs).min() < -1e-12 * np.abs(covs).max():
            raise ValueError(f"covs must be positive semidefinite, got {covs.tolist()}")
        if self.start not in STARTS:
            raise ValueError(f"start must be one of {STARTS}, got {self.start!r}")
        real("tol", self.tol, 0)
        integer("max_iter", self.max_iter, 1)
        real("reg_covar", self.reg_covar, 0)
        self.__dict__.update(weights=weights / weights.sum(), means=means, covs=covs)

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return max(2, len(self.weights))

    @property
    def mean(self) -> np.ndarray:
        r"""The mean of the whole law, $\sum_k w_k m_k$, (N,)."""
        return self.weights @ self.means

    @property
    def cov(self) -> np.ndarray:
        r"""The covariance of the whole law, within and between the components, (N, N).

        $\sum_k w_k\,(S_k + (m_k-m)(m_k-m)^T)$ with the law's mean m.
        """
        gaps = self.means - self.mean
        return np.einsum("k,kij->ij", self.weights, self.covs) + (self.weights * gaps.T) @ gaps

    def sample(self, size: int, *, rng: np.random.Generator, source: object = None) -> Points:
        """Draw `size` points, component after component: (1, size, N), or (1, size) where N = 1.

        `source` is not used.
        """
        counts = rng.multinomial(size, self.weights)
        values = rng.standard_normal((size, self.means.shape[1]))
        parts = np.split(values, np.cumsum(counts)[:-1])
        for part, mean, factor in zip(parts, self.means, root(self.covs), strict=True):
            part[:] = mean + part @ factor.T
        return Points(values[None] if values.shape[1] > 1 else values.T)

    def fit(self, data: Points, *, rng: np.random.Generator) -> GaussianMixture:
        """The mixture that EM finds in the data; rng: for the k-means start.

        Raises TypeError or ValueError for data that are no points of this dimension.
        """
        em = expectation_maximisation(
            self.points(data),
            len(self.weights),
            int(rng.integers(2**32)),
            tol=self.tol,
            max_iter=self.max_iter,
            reg_covar=self.reg_covar,
            start=(self.weights, self.means, self.covs) if self.start == "last" else None,
        )
        order = self.order(em.means, em.covs)
        fitted = copy(self)  # what EM returns is a mixture: no check in the inner loop
        fitted.__dict__.update(vars(em))
        fitted.__dict__.update(
            weights=em.weights[order], means=em.means[order], covs=em.covs[order]
        )
        return fitted

    def points(self, data: Points) -> np.ndarray:
        """The points of a data set, (size, N), checked."""
        if not isinstance(data, Points):
            raise TypeError(f"data must be Points, got {type(data).__name__}")
        values = data.values[..., None] if data.values.ndim == 2 else data.values
        least, N = self.smallest_sample, self.means.shape[1]
        if len(values) != 1 or values.shape[1] < least or values.shape[2] != N:
            raise ValueError(
                f"data must have the shape (1, size, {N}) with size at least {least}, "
                f"got {data.values.shape}"
            )
        return array("data", values[0])

    def order(self, means: np.ndarray, covs: np.ndarray) -> np.ndarray:
        """Which of the new components continues each of the old ones."""
        from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

        shift = ((self.means[:, None] - means) ** 2).sum(-1)
        return linear_sum_assignment(shift + bures(self.covs[:, None], covs))[1]

    def record(self) -> dict[str, Any]:
        """What a trace keeps: the parameters, and how the fit went (NaN for a law)."""
        names = ("weights", "means", "covs", "converged", "iterations", "floor")
        return {name: getattr(self, name) for name in names}
