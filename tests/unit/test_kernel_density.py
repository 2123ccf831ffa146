"""What a run of refitted kernel densities does, as against the mean: derived in gen-runs.

Comparisons are held at a false alarm of 2e-8 each; the old statement, that a run settles at the
variance M h^2, fails the same comparisons.
"""

import numpy as np
import pytest
from scipy import stats

from tests.chance import FALSE_ALARM, has_mean

RUNS, M = 20_000, 8


@pytest.fixture(scope="module")
def shares():
    """The variance of the model in units of M h^2, of runs that have forgotten their start."""
    rng = np.random.default_rng(15)
    data = rng.standard_normal((RUNS, M))
    for _ in range(12 * M):
        data = np.take_along_axis(data, rng.integers(M, size=data.shape), axis=1)
        data = data + rng.standard_normal(data.shape)
    return (data.var(axis=1) + 1) / M


def relative_variance(M):
    """The square of the standard deviation over the mean."""
    return 2 * (M - 1) * (4 * M**2 - 6 * M + 3) / (M * (6 * M**2 - 11 * M + 6))


def test_mean_and_spread_are_the_derived_ones(shares):
    assert has_mean(shares, 1)
    assert has_mean(shares**2, 1 + relative_variance(M))
    assert not has_mean(shares**2, 1)  # a run that rests at M h^2


def test_most_runs_are_below_the_mean(shares):
    """The old statement makes M h^2 the median as well."""
    below = int((shares < 1).sum())
    assert stats.binomtest(below, RUNS, 0.5, alternative="greater").pvalue < FALSE_ALARM
    assert 0.6 < np.median(shares) < 0.75


def test_two_points_by_hand():
    """M = 2, h = 1: the gap g is N(0, 2), to which the last gap is added with probability 1/2.

    So E g^2 = 4 and E g^4 = (E g^4 + 12 E g^2)/2 + 12 = 72. With s = g^2/4 the variance s + 1 has
    the mean 2 and the variance 72/16 - 1 = 7/2.
    """
    assert relative_variance(2) == pytest.approx(7 / 2 / 2**2)
