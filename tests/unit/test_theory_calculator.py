"""A pool that forgets: its ends are known regimes, and in between pools are run point by point.

A simulated mean is held against its value with a probability of 2e-8 to reject a true one
(`tests.chance`); each check is repeated with a formula that forgets the retention, which must fail.
"""

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import modelcollapse as mc
from modelcollapse.theory import calculator, pooling, tails
from tests.chance import has_mean

g = sp.Symbol("g", positive=True)
HALF = sp.Rational(1, 2)
shares = st.fractions(min_value=0, max_value=1, max_denominator=20)
RUNS = 10_000


def pools(M, n, gamma, rho, rng, rare=None):
    """The means, or whether state 0 is lacking, of models 1 ... n in runs of a pool."""
    pool = rng.standard_normal((RUNS, M)) if rare is None else rng.random((RUNS, M)) < rare
    found = []
    for _ in range(n):
        mean = pool.mean(axis=1, keepdims=True)
        found.append(mean[:, 0] if rare is None else mean[:, 0] == 0)
        order = rng.random(pool.shape).argsort(axis=1)[:, : int(rho * pool.shape[1])]
        real = rng.random((RUNS, M)) < gamma
        if rare is None:
            spread = pool.std(axis=1, keepdims=True)
            made, fresh = (rng.standard_normal((RUNS, M)) for _ in range(2))
            new = np.where(real, fresh, mean + spread * made)
        else:
            new = rng.random((RUNS, M)) < np.where(real, rare, mean)
        pool = np.hstack([np.take_along_axis(pool, order, axis=1), new])
    return np.array(found)


@pytest.mark.parametrize("gamma", [0, sp.Rational(1, 3), 1, g])
def test_the_ends_are_fresh_data_and_accumulation(gamma):
    fresh = pooling.mixing_path(7, 5, 1 - gamma, 0, gamma, ddof=0)
    whole = pooling.accumulate_path(7, 5, gamma, ddof=0)
    for path, retention in [(fresh, 0), (whole, 1)]:
        found = calculator.loss_path(7, 5, gamma, retention)
        assert [sp.cancel(x - y.mean_variance) for x, y in zip(found, path, strict=True)] == [0] * 6
    middle = calculator.loss_path(7, 5, gamma, HALF)
    assert sp.cancel(middle[5] - fresh[5].mean_variance) != 0 or gamma == 1


@given(st.integers(2, 400), shares.filter(bool))
def test_the_long_run_without_retention(M, gamma):
    assert calculator.long_run_loss(M, gamma) == pooling.fresh_mean_variance(M, gamma, ddof=0)
    assert calculator.long_run_loss(M, 0) == 1
    limit = 1 - pooling.accumulate_limit(M, ddof=0)
    assert calculator.long_run_loss(M, 0, 1) == limit
    assert calculator.long_run_loss(M, gamma, 1) == 0


@given(st.integers(2, 60), shares.filter(bool), st.sampled_from([0, HALF, 0.7]))
def test_the_path_tends_to_the_long_run(M, gamma, retention):
    rest = float(calculator.long_run_loss(M, gamma, retention))
    found = [float(x) for x in calculator.loss_path(M, 60, gamma, retention)]
    left = (1 - float(gamma) * (1 - float(retention))) ** 2
    assert abs(found[-1] - rest) <= 2 * left**40 + 1e-12


@pytest.mark.parametrize("retention", [0, 0.5, 0.8])
@pytest.mark.parametrize("M", [100, 1000])
def test_the_rule_for_many_points(M, retention):
    gamma = 0.1
    rule = (1 - retention**2) / (gamma * (2 - (1 - retention) * gamma)) / M
    assert float(calculator.long_run_loss(M, gamma, retention)) == pytest.approx(rule, rel=6 / M)
    slower = 1 / ((1 - retention) ** 2 * (1 + retention))
    half = float(calculator.fits_until(0.5, M, 0, retention))
    assert half == pytest.approx(slower * M * np.log(2), rel=0.08 if M == 100 else 0.02)


@given(st.integers(2, 50), st.fractions("1/20", "19/20"), shares, st.sampled_from([0, HALF, 0.7]))
def test_fits_until_is_the_first_of_the_path(M, part, gamma, retention):
    found = calculator.fits_until(part, M, gamma, retention)
    path = [float(x) for x in calculator.loss_path(M, 50, gamma, retention)]
    first = next((i for i, x in enumerate(path) if x >= part + 1e-9), None)
    if first is None:
        assert found > 50 or float(path[int(found)]) >= part - 1e-9
    else:
        assert found <= first
        assert path[int(found)] >= part - 1e-9
        assert path[int(found) - 1] <= part


@pytest.mark.parametrize("retention", [0, 0.5, 0.9, 1])
def test_long_paths_go_on_as_short_ones(retention):
    """Exact up to 60 fits, beyond in double precision."""
    short = calculator.loss_path(20, 60, 0.125, retention)
    long = calculator.loss_path(20, 61, 0.125, retention)
    assert short[60].is_Rational
    assert long[:61] == pytest.approx([float(x) for x in short], rel=1e-12)


def test_fits_until_where_everything_is_kept():
    assert calculator.fits_until(0.5, 2, 0, 1) == 1
    assert calculator.fits_until(0.6, 2, 0, 1) == 5
    assert calculator.fits_until(0.5, 4, 0, 1) == sp.oo
    assert calculator.fits_until(1, 10) == sp.oo


@given(st.integers(2, 300), st.fractions("1/50", "49/50"), st.sampled_from([0, HALF, 0.7]))
def test_the_share_that_suffices(M, part, retention):
    needed = calculator.real_share(part, M, retention)
    if needed == sp.oo:
        assert calculator.long_run_loss(M, 1, retention) > part
        return
    loss = float(calculator.long_run_loss(M, float(needed), retention))
    assert loss == pytest.approx(float(part), rel=1e-9) if needed > 0 else loss <= part
    less = float(needed) * 0.9
    assert needed == 0 or float(calculator.long_run_loss(M, less, retention)) > part


@pytest.mark.parametrize(("gamma", "retention"), [(0, 0.5), (0.2, 0.5), (0.1, 0.9)])
def test_pools_of_points_lose_so_much(gamma, retention):
    M, n = 8, 12
    means = pools(M, n, gamma, retention, np.random.default_rng(1))
    path = [float(x) for x in calculator.loss_path(M, n, gamma, retention)]
    without = [float(x) for x in calculator.loss_path(M, n, gamma)]
    for i in (2, 5, n):
        assert has_mean(means[i - 1] ** 2, path[i])
    assert not has_mean(means[n - 1] ** 2, without[n])


@pytest.mark.parametrize(("gamma", "retention"), [(0, 0), (0, 0.5), (0.1, 0.5), (0.05, 0.9)])
def test_pools_lack_a_rare_state_so_often(gamma, retention):
    """The lines of descent err by about 1/M: with 250 points that is below the error bars."""
    M, n, p = 250, 6, 0.008
    lacking = pools(M, n, gamma, retention, np.random.default_rng(2), rare=p)
    path = calculator.missing_path(p, M, n, gamma, retention)
    wrong = calculator.missing_path(p, M, n, gamma, 0 if retention else 0.5)
    for i in (1, 3, n):
        assert has_mean(lacking[i - 1].astype(float), path[i])
    assert not has_mean(lacking[n - 1].astype(float), wrong[n])


@pytest.mark.parametrize("M", [2000, 10_000])
def test_the_half_life_of_a_rare_state_without_retention(M):
    assert calculator.missing_half(0.001, M) == tails.half_life(0.001, M)
    p = 0.01  # lines of descent, where tails has the diffusion
    lines = float(calculator.missing_half(p, M))
    assert lines == pytest.approx(float(tails.half_life(p, M)), rel=0.02, abs=1)
    slower = calculator.missing_half(p, M, 0, 0.5) / tails.half_life(p, M)
    assert float(slower) == pytest.approx(8 / 3, rel=0.1)


def test_what_is_kept_is_not_lost_later():
    assert calculator.missing_half(0.01, 50, 0, 1) == 1  # 0.99^50 is above one half
    assert calculator.missing_half(0.01, 100, 0, 1) == sp.oo
    path = calculator.missing_path(0.01, 100, 30, 0, 1)
    assert path[1] == pytest.approx(0.99**100)
    assert path[30] == pytest.approx(path[1], rel=0.01)
    assert calculator.missing_path(1, 10, 2) == [0, 0, 0]


@pytest.mark.parametrize(("M", "gamma"), [(5000, 1e-5), (20_000, 2e-5), (2000, 3e-4)])
def test_a_trace_of_real_points_does_not_hide_a_half_life(M, gamma):
    """Chances that begin near e^-50 and nearly stand still there are not yet at their limit."""
    first = int(calculator.missing_half(0.01, M, gamma))
    path = calculator.missing_path(0.01, M, first, gamma)
    assert path[first - 1] < 0.5 <= path[first]


def test_the_last_of_the_variance_has_a_time_too():
    """1 - (1 - 1/M)^n >= 1 - 1e-12, and only the whole is lost at no time."""
    n = int(calculator.fits_until(1 - 1e-12, 10**6))
    assert n == pytest.approx(12 * math.log(10) * 10**6, rel=1e-4)
    assert calculator.fits_until(1, 10**6) == sp.oo


def test_beyond_what_is_looked_through():
    with pytest.raises(ValueError, match="beyond 100,000 fits"):
        calculator.missing_half(0.01, 10**6, 0, 0.9)
    with pytest.raises(ValueError, match="retention must be so far below 1"):
        calculator.long_run_loss(10**9, 0.1, 0.999999)


def test_it_is_offered():
    assert mc.theory.calculator is calculator
