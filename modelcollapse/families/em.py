"""Expectation maximisation for all replicates at once, with an answer for every data set.

The steps, the start and the stopping rule are those of scikit-learn's GaussianMixture, which the
tests hold it against.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np

from .em_steps import EPSILON, e_step, m_step, raised, whitening
from .kmeans import k_means, members

NUMBERS_AT_ONCE = 2**17  # of a block of replicates: their work arrays stay in the cache


@dataclass(frozen=True)
class Fit:
    """Fitted mixtures, and how EM came to them: see `GaussianMixture`, which records it.

    weights (replicates, K), means (replicates, K, N), covs (replicates, K, N, N); converged,
    iterations and floor (replicates,).
    """

    weights: np.ndarray
    means: np.ndarray
    covs: np.ndarray
    converged: np.ndarray
    iterations: np.ndarray
    floor: np.ndarray

    @classmethod
    def empty(cls, replicates: int, components: int, dimension: int) -> Fit:
        """Room for so many fits."""
        K, N = components, dimension
        axes: list[tuple[int, ...]] = [(K,), (K, N), (K, N, N), (), (), ()]
        return cls(*(np.empty((replicates, *more)) for more in axes))

    def put(self, rows: np.ndarray | slice, other: Fit) -> None:
        """Take over another's fits as these rows."""
        for field in fields(self):
            getattr(self, field.name)[rows] = getattr(other, field.name)

    def __getitem__(self, rows: Any) -> Fit:
        return Fit(*(getattr(self, field.name)[rows] for field in fields(self)))


Mixtures = tuple[np.ndarray, np.ndarray, np.ndarray]  # weights, means and covs, as in Fit


@cache
def threads() -> Any:
    """The thread pools of NumPy's libraries; looking for them takes a while."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def expectation_maximisation(
    points: np.ndarray,
    components: int,
    seeds: np.ndarray,
    *,
    tol: float,
    max_iter: int,
    reg_covar: float,
    start: Mixtures | None,
) -> Fit:
    """Fit a mixture to the points (replicates, size, N) of each replicate, finite and enough.

    start: weights, means and covs of each replicate, or None for a k-means start, which its seed
    decides.
    """
    replicates, size, N = points.shape
    found = Fit.empty(replicates, components, N)
    step = max(1, NUMBERS_AT_ONCE // (size * components * N))
    # one thread: sums in one order, so that a seed gives the same fit everywhere
    with threads().limit(limits=1), np.errstate(all="ignore"):
        for first in range(0, replicates, step):
            rows = slice(first, first + step)
            across = np.ascontiguousarray(points[rows].swapaxes(1, 2))
            if start is None:
                share = members(k_means(across, components, seeds[rows]), components)
                counts, means, covs = m_step(across, share, np.zeros(len(across)))
                begin, there = (counts / size, means, covs), 0.0
            else:
                begin, there = (start[0][rows], start[1][rows], start[2][rows]), reg_covar
            found.put(rows, answered(across, begin, there, tol, max_iter, reg_covar))
    return found


def answered(
    across: np.ndarray, begin: Mixtures, there: float, tol: float, max_iter: int, reg_covar: float
) -> Fit:
    """The fits of one block; where a covariance is singular, again with a higher floor.

    begin: where EM starts. there: the floor that its covariances have already.
    """
    weights, means, covs = begin
    found = Fit.empty(*means.shape)
    left = np.arange(len(means))
    floor = np.full(len(means), float(reg_covar))
    square = (across**2).mean(axis=(1, 2))
    while True:
        begin = weights[left], means[left], raised(covs[left], floor[left] - there)
        fit, good = steps(across[left], begin, floor[left], tol, max_iter)
        found.put(left[good], fit[good])
        left = left[~good]
        if not left.size:
            return found
        if (floor[left] >= 1 + square[left]).any():
            raise ValueError("EM finds no mixture, however high the floor of its covariances")
        rounding = np.maximum(EPSILON * square[left], np.finfo(float).tiny)
        floor[left] = np.maximum(10 * floor[left], rounding)


def steps(
    across: np.ndarray, begin: Mixtures, floor: np.ndarray, tol: float, max_iter: int
) -> tuple[Fit, np.ndarray]:
    """Step until the mean log-likelihood of a point changes by less than tol, or max_iter times.

    Returns the fits and, (replicates,), whether no covariance was singular on the way. A
    replicate that has come to its end leaves the work.
    """
    weights, means, covs = begin
    found, good = Fit.empty(*means.shape), np.ones(len(means), bool)
    left = np.arange(len(means))
    before = np.full(len(means), -np.inf)
    white = whitening(covs)  # NaN for a singular start, and so is what the first step makes
    for step in range(1, max_iter + 1):
        likelihood, share = e_step(across, weights, means, white)
        counts, means, covs = m_step(across, share, floor)
        weights = counts / counts.sum(axis=1, keepdims=True)
        white = whitening(covs)
        singular = ~np.isfinite(white).all(axis=(1, 2, 3))
        converged = abs(likelihood - before) < tol
        before = likelihood
        stay = ~(singular | converged | (step == max_iter))
        if not stay.all():
            good[left[singular]] = False
            ended = Fit(weights, means, covs, converged, np.full(len(left), step), floor)
            found.put(left[~stay], ended[~stay])
            if not stay.any():
                break
            across, left, floor, before = across[stay], left[stay], floor[stay], before[stay]
            weights, means, covs, white = weights[stay], means[stay], covs[stay], white[stay]
    return found, good
