"""The table of fates against simulation, row by row; the old statement fails the same check.

A comparison rejects a true value with probability 2e-8, as `tests.chance` says. Formulas of first
order in 1/M are allowed 4 V^2 beside, V the variance of the mean: what they leave out.
"""

from functools import cache

import numpy as np
import pytest
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import fates, pooling
from tests.chance import STANDARD_ERRORS, has_mean
from verification.fates import ALPHA, FATES, RULES, SHARE, kept

rows = pytest.mark.parametrize("fate", FATES, ids=lambda f: f"{f.regime}, {f.ddof}")
POINTWISE = ("subsample", "keep original", "augment, fresh")  # each point is drawn: fewer runs


@cache
def variances(fate, M, n, runs):
    """sigma_n^2 of many runs; what two tests need is drawn once."""
    trace = mc.run(
        mc.Gaussian(ddof=fate.ddof),
        sample_size=M,
        generations=n,
        regime=fate.rule(M),
        replicates=runs,
        rng=7,
    )
    return trace.sigma.values[-1] ** 2


def off(fate, M, n, runs, value):
    """How far the mean of log sigma_n^2 lies from a value, in units of what is allowed."""
    logs = np.log(variances(fate, M, n, runs))
    error = logs.std(ddof=1) / np.sqrt(runs)
    allowed = STANDARD_ERRORS * error + 4 * fate.moments(M, n)[n, 1] ** 2
    return abs(logs.mean() - value) / allowed


def size(fate):
    """M, n and the number of runs: first order is good, and the drift is far above chance.

    Chance is to the drift as the root of M to that of the number of runs.
    """
    return (100, 8, 2000) if fate.regime in POINTWISE else (100, 20, 4000)


@rows
def test_mean_of_the_variance(fate):
    M, n = (20, 5) if fate.regime in POINTWISE else (20, 8)
    assert has_mean(variances(fate, M, n, 10_000), fate.moments(M, n)[n, 0])


@rows
def test_typical_run(fate):
    assert off(fate, *size(fate), fate.log(*size(fate)[:2])) < 1


def test_the_old_statement_fails():
    """Constant weights without real data would collapse in about M / alpha^2 generations."""
    (fate,) = [f for f in FATES if (f.regime, f.ddof) == ("mixing without real data", 1)]
    M, n, runs = size(fate)
    old = fate.log(M, 1) - (n - 1) * ALPHA**2 / M
    assert off(fate, M, n, runs, old) > 1
    assert fate.log(M, n) > fate.log(M, 1) > old


@pytest.mark.parametrize(("alpha", "sign"), [(0.2, 1), (0.8, -1)])
def test_unbiased_weights_explode_below_a_half_and_die_above(alpha, sign):
    """Of 100 runs more than 75 are on the derived side; by a fair coin: with 1e-7."""
    trace = mc.run(
        mc.Gaussian(),
        sample_size=10,
        generations=200,
        regime=mc.Mixing(alpha, 1 - alpha, 0),
        replicates=100,
        rng=8,
    )
    assert (sign * np.log(trace.sigma.values[-1]) > 0).sum() > 75


@pytest.mark.parametrize("name", RULES)
def test_diversity_of_states_is_the_variance_of_maximum_likelihood(name):
    """E H_n = H_0 v_n: 1 - p_k is to the indicator of a state what sigma^2 is to a point."""
    rule, path = RULES[name]
    p = np.array([0.5, 0.3, 0.15, 0.05])
    trace = mc.run(
        mc.Categorical(p),
        sample_size=10,
        generations=5,
        regime=rule(10),
        replicates=10_000,
        rng=9,
    )
    H = 1 - (trace.p.values[-1] ** 2).sum(axis=-1)
    assert has_mean(H, (1 - (p**2).sum()) * float(path(10, 5, 0)[5].sigma2))


def test_what_the_table_says_is_what_its_paths_tend_to():
    """M times the log of the median, exactly, for M so large that only the first order is left."""
    M = 10**7
    share = sp.Rational(kept(M), M + kept(M))
    said = {
        ("mixing with real data", 0): -2 / (SHARE * (2 - SHARE)),
        ("mixing with real data", 1): -1 / (2 - SHARE),
        ("accumulate", 0): -(np.pi**2) / 3,
        ("accumulate", 1): 1 - np.pi**2 / 3,
        ("subsample", 0): 4 - np.pi**2,
        ("subsample", 1): np.log(200 / 199),
        ("keep original", 1): -(5 - 4 * SHARE) / (2 - SHARE),
        ("augment, fresh", 1): -1 / (float(1 + SHARE) * (2 - float(share))),
    }
    for fate in FATES:
        if value := said.get((fate.regime, fate.ddof)):
            assert M * fate.log(M, 200) == pytest.approx(value, abs=0.04)


def test_fresh_points_beside_none_is_replacement():
    assert fates.augment_path(9, 4, 0, ddof=1) == pooling.mixing_path(9, 4, 1, 0, 0, ddof=1)
    assert sum(fates.augment_path(9, 7, 2, ddof=0)[-1]) == 1


def test_log_drift_at_weight_one_is_that_of_replacement():
    exact = mc.theory.gaussian.log_drift(10**6)
    assert float(fates.mixing_log_drift(10**6, 1, ddof=1) / exact) == pytest.approx(1, abs=1e-5)
