"""Expectation maximisation by scikit-learn, with an answer for every data set."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Fit:
    """A fitted mixture, and how EM came to it: see `GaussianMixture`, which records it."""

    weights: np.ndarray
    means: np.ndarray
    covs: np.ndarray
    converged: float
    iterations: float
    floor: float


@cache
def threads() -> Any:
    """The thread pools of the libraries that fit; looking for them takes a while."""
    import sklearn.mixture  # noqa: F401  # loads them
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def expectation_maximisation(
    points: np.ndarray,
    components: int,
    seed: int,
    *,
    tol: float,
    max_iter: int,
    reg_covar: float,
    start: tuple[np.ndarray, np.ndarray, np.ndarray] | None,
) -> Fit:
    """Fit a mixture to points (size, N), finite and enough.

    start: weights, means and covs, or None for a k-means start, which the seed decides.
    """
    floor = reg_covar
    # one thread: sums in one order, so that a seed gives the same fit everywhere
    with threads().limit(limits=1), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they warn of is recorded
        while True:
            settings = {"tol": tol, "max_iter": max_iter, "reg_covar": floor, "random_state": seed}
            try:
                if start is not None:
                    settings |= started(*start, rise=floor - reg_covar)
                return fit(points, components, settings)
            except ValueError:  # the points are good, so it is a matrix: LinAlgError is one too
                square = float(np.mean(points**2))
                if floor >= 1 + square:
                    raise
                rounding = float(np.finfo(float).eps) * square
                floor = max(10 * floor, rounding, float(np.finfo(float).tiny))


def started(
    weights: np.ndarray, means: np.ndarray, covs: np.ndarray, *, rise: float
) -> dict[str, Any]:
    """scikit-learn's settings for a start from a mixture, its covariances raised as the floor."""
    precisions = np.linalg.inv(covs + rise * np.eye(means.shape[1]))
    precisions = (precisions + precisions.swapaxes(1, 2)) / 2
    return {"weights_init": weights, "means_init": means, "precisions_init": precisions}


def fit(points: np.ndarray, components: int, settings: dict[str, Any]) -> Fit:
    """scikit-learn's fit; raises ValueError where a covariance is singular."""
    from sklearn.mixture import GaussianMixture

    em = GaussianMixture(components, **settings).fit(points)
    return Fit(
        em.weights_,
        em.means_,
        em.covariances_,
        float(em.converged_),
        float(em.n_iter_),
        settings["reg_covar"],
    )
