"""How tests judge random numbers.

Each comparison rejects a true statement with probability at most FALSE_ALARM. A test makes
fewer than 50 of them, so a test's own rate is below 1e-6; seeds are fixed besides.
"""

import numpy as np
from scipy import stats

FALSE_ALARM = 2e-8
STANDARD_ERRORS = float(stats.norm.isf(FALSE_ALARM / 2))  # 5.6


def z_score(samples: np.ndarray, value: float) -> float:
    """The z-score of a value: how many standard errors the mean of the samples lies above it."""
    samples = np.asarray(samples, dtype=float).ravel()
    return float((samples.mean() - value) / (samples.std(ddof=1) / np.sqrt(samples.size)))


def has_mean(samples: np.ndarray, value: float) -> bool:
    """Whether the samples may have this mean (normal limit: give it 10^4 samples or more)."""
    return abs(z_score(samples, value)) < STANDARD_ERRORS


def same_law(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two samples may come from one continuous law (Kolmogorov and Smirnov)."""
    return bool(stats.ks_2samp(np.ravel(a), np.ravel(b)).pvalue > FALSE_ALARM)


def has_law(samples: np.ndarray, law: stats.rv_continuous) -> bool:
    """Whether the samples may come from a given continuous law (Kolmogorov)."""
    return bool(stats.kstest(np.ravel(samples), law.cdf).pvalue > FALSE_ALARM)
