"""The Gaussian mixture, refitted by expectation maximisation (EM)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points, points_of
from ..validation import array, covariance, data_size, integer, law, one_of, real
from .base import Model
from .components import continued
from .em import expectation_maximisation
from .multivariate import root

STARTS = ("fresh", "last")
PARAMETERS = ("weights", "means", "covs")
FITTED = ("converged", "iterations", "floor")


@dataclass(frozen=True, eq=False)
class GaussianMixture(Model):
    r"""$\sum_k w_k\,\mathcal N(m_k, S_k)$, refitted by expectation maximisation.

    weights: (K,), not negative, summing to 1. means: (K, N), in the units of the data.
    covs: (K, N, N), symmetric and positive semidefinite. All three with replicates in front for
    many mixtures. start: "fresh", a new k-means start for every fit, as in the paper; or "last",
    EM starts from this model. tol: EM stops when the mean log-likelihood of a point changes by
    less, or after max_iter steps. reg_covar: what every step adds to the diagonal of the
    covariances, in squared units of the data. All four have scikit-learn's defaults, and a fit
    is what scikit-learn's GaussianMixture finds from the same start.

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
    converged: float | np.ndarray = field(default=np.nan, init=False, repr=False)
    iterations: float | np.ndarray = field(default=np.nan, init=False, repr=False)
    floor: float | np.ndarray = field(default=np.nan, init=False, repr=False)

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
        if weights.ndim not in (1, 2) or means.shape[:-1] != weights.shape or not means.size:
            raise ValueError(
                "weights must have the shape (components,) and means (components, dimension), or "
                f"both with replicates in front, got {weights.shape} and {means.shape}"
            )
        if covs.shape != (*means.shape, means.shape[-1]):
            raise ValueError(
                f"covs must have the shape {(*means.shape, means.shape[-1])}, got {covs.shape}"
            )
        weights, covs = law("weights", self.weights), covariance("covs", self.covs)
        one_of("start", self.start, STARTS)
        real("tol", self.tol, 0)
        integer("max_iter", self.max_iter, 1)
        real("reg_covar", self.reg_covar, 0)
        unknown = {name: np.full(weights.shape[:-1], np.nan)[()] for name in FITTED}
        self.__dict__.update(unknown, weights=weights, means=means, covs=covs)

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point: a number where N = 1."""
        N = self.means.shape[-1]
        return (N,) if N > 1 else ()

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return max(2, self.weights.shape[-1])

    @property
    def mean(self) -> np.ndarray:
        r"""The mean of the whole law, $\sum_k w_k m_k$, (..., N)."""
        return (self.weights[..., None, :] @ self.means)[..., 0, :]

    @property
    def cov(self) -> np.ndarray:
        r"""The covariance of the whole law, within and between the components, (..., N, N).

        $\sum_k w_k\,(S_k + (m_k-m)(m_k-m)^T)$ with the law's mean m.
        """
        gaps = self.means - self.mean[..., None, :]
        within = (self.weights[..., None, None] * self.covs).sum(axis=-3)
        return within + (self.weights[..., None] * gaps).swapaxes(-2, -1) @ gaps

    def replicate(self, count: int) -> GaussianMixture:
        """The same law for `count` independent replicates."""
        if self.weights.ndim > 1:
            raise ValueError(
                "weights must be those of one law for it to be replicated, "
                f"got shape {self.weights.shape}"
            )
        every = {name: np.asarray(value) for name, value in self.record().items()}
        return self._fitted(**{n: np.broadcast_to(v, (count, *v.shape)) for n, v in every.items()})

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw `size` points of each replicate, component after component.

        One law is one replicate. size: int or, for many laws, array (replicates,); `source` is
        not used.
        """
        weights, means, covs = self._many
        ends = rng.multinomial(data_size(size), weights).cumsum(axis=1)
        z = rng.standard_normal((len(weights), int(np.max(size)), means.shape[2]))
        factors = root(covs).swapaxes(-2, -1)
        values = means[:, :1] + z @ factors[:, 0]
        place = np.arange(z.shape[1])
        for k in range(1, weights.shape[1]):
            later = place >= ends[:, k - 1, None]
            np.copyto(values, means[:, k, None] + z @ factors[:, k], where=later[..., None])
        return Points.first(values if z.shape[2] > 1 else values[..., 0], size)

    def fit(self, data: Any, *, rng: np.random.Generator) -> GaussianMixture:
        """The mixture that EM finds in each replicate's data; rng: for the k-means starts.

        Raises TypeError or ValueError for data that are no points of this dimension.
        """
        points = self.points(data)
        em = expectation_maximisation(
            points,
            self.weights.shape[-1],
            rng.integers(2**32, size=len(points)),
            tol=self.tol,
            max_iter=self.max_iter,
            reg_covar=self.reg_covar,
            start=self._many if self.start == "last" else None,
        )
        order = np.arange(len(points))[:, None], self.order(em.means, em.covs)
        every = vars(em) | {name: getattr(em, name)[order] for name in PARAMETERS}
        if self.weights.ndim == 1:
            every = {name: value[0] for name, value in every.items()}
        return self._fitted(**every)

    def points(self, data: Any) -> np.ndarray:
        """The points of a data set, (replicates, size, N), checked."""
        replicates, _, N = self._many[1].shape
        values = points_of(data, N).values
        if values.shape[:2] != (replicates, max(values.shape[1], self.smallest_sample)):
            raise ValueError(
                f"data must have the shape ({replicates}, size, {N}) with size at least "
                f"{self.smallest_sample}, got {values.shape}"
            )
        return array("data", values)

    def order(self, means: np.ndarray, covs: np.ndarray) -> np.ndarray:
        """Which of the new components continues each of the old ones, (replicates, K)."""
        return continued(*self._many[1:], means, covs)

    def record(self) -> dict[str, Any]:
        """What a trace keeps: the parameters, and how the fit went (NaN for a law)."""
        return {name: getattr(self, name) for name in (*PARAMETERS, *FITTED)}

    @property
    def _many(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The parameters with replicates in front, also where there is but one law."""
        one = self.weights.ndim == 1
        weights, means, covs = (getattr(self, name)[None] if one else getattr(self, name)
                                for name in PARAMETERS)  # fmt: skip
        return weights, means, covs
