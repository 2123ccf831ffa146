r"""What one fit to real data does: the bars below which a run has collapsed.

Definition 3.1 of the paper says what collapse is, and not how much must be lost. A loss counts
where it is at least one half, and more than 99 of 100 fits of M real points lose. Chapter "What is
model collapse?".
"""

from __future__ import annotations

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

RARE = 0.01  # of the fits to real data lose more variance


def rare_share(size: int) -> float:
    """The variance share that one fit in a hundred falls below: chi-square, over its degrees."""
    return float(stats.chi2.ppf(RARE, size - 1) / (size - 1))


def variance_below(share: float, size: int) -> float:
    """The chance that one fit leaves less than this share of the variance."""
    return float(stats.chi2.cdf(share * (size - 1), size - 1))


def variance_bar(size: int) -> float:
    """A run is in late collapse where sigma_n^2 / sigma^2 is below this."""
    return min(0.5, rare_share(size))


def tail_bar(size: int, k: float = 3.0) -> float:
    """A run is in early collapse where its poorer tail beyond k sigma, k = 3, is below this.

    It is what a model that has not moved has of the tail when its variance share is `rare_share`.
    """
    return min(0.5, float(stats.norm.sf(k / rare_share(size) ** 0.5) / stats.norm.sf(k)))


def poorer_tail(mu: np.ndarray, sigma: np.ndarray, k: float = 3.0) -> np.ndarray:
    """The tail share L_k of models N(mu, sigma^2), the original being N(0, 1)."""
    return np.asarray(stats.norm.sf((k + np.abs(mu)) / sigma) / stats.norm.sf(k))


def tail_below(share: float, size: int, k: float = 3.0) -> float:
    """The chance that one fit leaves less than this share of its poorer tail beyond k sigma.

    With Q the normal tail it is Q((k + |d|)/r) / Q(k), with d normal of variance 1/M and,
    independently, r from S.
    """
    steps = (np.arange(4000) + 0.5) / 4000
    width = np.sqrt(stats.chi2.ppf(steps, size - 1) / (size - 1))
    reach = stats.norm.isf(stats.norm.sf(k) * share) * width - k  # lost where |d| is larger
    return float(np.mean(np.where(reach < 0, 1, 2 * stats.norm.sf(reach * np.sqrt(size)))))
