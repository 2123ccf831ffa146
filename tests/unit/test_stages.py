"""The stages against what one fit does; the old thresholds of one half fail the same checks.

Each share is held within STANDARD_ERRORS, a false alarm of 2e-8, of its exact or greatest value.
"""

from functools import cache

import numpy as np
import pytest
from scipy import stats

import modelcollapse as mc
from tests.chance import STANDARD_ERRORS
from verification import baseline

RUNS = 20_000
sizes = pytest.mark.parametrize("size", [5, 10, 20, 50, 100, 1000])


@cache
def trace(size, n=1, regime=None, runs=RUNS):
    """mu and sigma of generation n, in units of the original law."""
    regime = regime or mc.Replace()
    run = mc.run(
        mc.Gaussian(), sample_size=size, generations=n, regime=regime, replicates=runs, rng=11
    )
    return run.mu.values[-1], run.sigma.values[-1]


def exceeds(share, allowed, runs=RUNS):
    """Whether a simulated share is above what is allowed by more than chance."""
    return share - allowed > STANDARD_ERRORS * np.sqrt(allowed * (1 - allowed) / runs)


@sizes
def test_a_fit_to_real_data_has_not_collapsed(size):
    mu, sigma = trace(size)
    late = (sigma**2 < baseline.variance_bar(size)).mean()
    early = (baseline.poorer_tail(mu, sigma) < baseline.tail_bar(size)).mean()
    assert not exceeds(late, 0.01)
    assert not exceeds(early, 0.03)


@pytest.mark.parametrize("size", [5, 10, 20])
def test_by_one_half_alone_it_would_have(size):
    """The old definition: L_3 < 1/2 is early, V < 1/2 is late."""
    mu, sigma = trace(size)
    assert exceeds((sigma**2 < 0.5).mean(), 0.01)
    assert exceeds((baseline.poorer_tail(mu, sigma) < 0.5).mean(), 0.03)


@sizes
def test_the_chance_of_a_lost_tail_is_exact(size):
    for share in (0.5, baseline.tail_bar(size)):
        p = baseline.tail_below(share, size)
        hits = (baseline.poorer_tail(*trace(size)) < share).mean()
        assert abs(hits - p) < STANDARD_ERRORS * np.sqrt(p * (1 - p) / RUNS) + 1e-4


@sizes
@pytest.mark.parametrize("n", [1, 10])
def test_late_never_comes_without_early(size, n):
    mu, sigma = trace(size, n)
    late = sigma**2 < baseline.variance_bar(size)
    early = baseline.poorer_tail(mu, sigma) < baseline.tail_bar(size)
    assert not (late & ~early).any()


def test_bars_are_one_half_for_large_samples():
    assert baseline.variance_bar(31) < 0.5 == baseline.variance_bar(32)
    assert baseline.tail_bar(600) < 0.5 == baseline.tail_bar(700)
    assert stats.chi2.cdf(9 * baseline.rare_share(10), 9) == pytest.approx(0.01)
    assert baseline.variance_below(baseline.rare_share(10), 10) == pytest.approx(0.01)


def test_escapes_stop_the_growth_and_not_the_loss():
    """At ten points: replacement goes to 1, the others stay above one fit and below a fifth."""
    bar = baseline.variance_bar(10)
    shares = {
        rule: (trace(10, 60, rule, 4000)[1] ** 2 < bar).mean()
        for rule in (mc.Replace(), mc.Accumulate(), mc.Mixing(0.9, 0, 0.1))
    }
    replaced, *others = shares.values()
    assert replaced > 0.9
    assert all(exceeds(share, 0.01, 4000) and share < 0.2 for share in others)
