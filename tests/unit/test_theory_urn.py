"""Accumulation with a real share: the closed forms against the pool itself."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import genealogy, urn

BOUND = 5.6  # standard errors: a right formula fails once in 5e7 times


def pools(m, alpha, rounds, runs, first, rng):
    """Means of pools that grow by batches of real and generated points, drawn one by one."""
    total, size = m * first, m
    real = round(alpha * m)
    for _ in range(rounds):
        centre = total / size
        new = rng.standard_normal((runs, m))
        new[:, real:] += centre[:, None]
        total, size = total + new.sum(axis=1), size + m
    return total / size


def test_the_variance_is_that_of_the_pool():
    rng, runs = np.random.default_rng(1), 40_000
    first = rng.standard_normal((runs, 10)).mean(axis=1)
    squares = pools(10, 0.2, 20, runs, first, rng) ** 2
    error = squares.std() / np.sqrt(runs)
    assert abs(squares.mean() - urn.mean_variance(10, 0.2, 20)) < BOUND * error
    independent = 1 / (10 * 21)  # as if the points of the pool were
    assert abs(squares.mean() - independent) > BOUND * error


def test_the_first_error_is_left_by_the_factor():
    rng, runs = np.random.default_rng(2), 40_000
    left = pools(10, 0.3, 20, runs, np.ones(runs), rng)
    error = left.std() / np.sqrt(runs)
    assert abs(left.mean() - urn.bias_factor(0.3, 20)) < BOUND * error
    assert abs(left.mean() - 21**-0.3) > BOUND * error  # without the constant


def test_exact_cases():
    assert urn.bias_factor(0, 7) == urn.bias_factor(sp.Rational(1, 3), 0) == 1
    assert urn.bias_factor(1, 7) == sp.Rational(1, 8)
    assert urn.mean_variance(10, 1, 4) == sp.Rational(1, 50)  # 50 real points
    assert urn.mean_variance(3, 0, 2) == sp.Rational(1, 3) * sum(
        sp.Rational(1, i**2) for i in (1, 2, 3)
    )
    a, t = sp.symbols("a t", positive=True)
    symbolic = urn.bias_factor(a, t).subs({a: sp.Rational(1, 2), t: 6})
    assert sp.simplify(symbolic - urn.bias_factor(0.5, 6)) == 0
    assert urn.mean_variance(2, a, 3).subs(a, sp.Rational(2, 5)) == urn.mean_variance(2, 0.4, 3)


@pytest.mark.parametrize("call", [urn.bias_factor, lambda a, t: urn.mean_variance(1, a, t)])
def test_long_runs_join_on_to_exact_ones(call):
    short, long = float(call(0.3, 10_000)), float(call(0.3, 10_001))
    assert 0 < short - long < short / 5000


@pytest.mark.parametrize("t", [10**6, 10**12, 10**20])
def test_very_long_runs_keep_their_digits(t):
    """Gamma functions at large numbers cancel: at 15 digits nothing is left of 10^20 rounds."""
    n, third = t + 1, mpmath.mpf(1) / 3
    with mpmath.workdps(60):  # the series for large n, to the second order
        near = mpmath.mpf(n) ** (-mpmath.mpf(1) / 3) / mpmath.gamma(mpmath.mpf(5) / 3)
        near *= 1 - mpmath.mpf(1) / (9 * n)
    found = float(urn.bias_factor(sp.Rational(1, 3), t))
    assert found == pytest.approx(float(near), rel=1e-12)
    short = mpmath.gammaprod([n + 1 - third, 2], [2 - third, n + 1])
    assert float(short) != pytest.approx(float(near), rel=1e-12)


def test_a_real_share_near_none():
    """1 - b cancels for a small share: the bias is that without real points, H_n - 1."""
    for tiny in (1e-12, 1e-17, sp.Rational(1, 10**40)):
        bias = float(urn.slant_bias(tiny, 20_000))
        assert bias == pytest.approx(float(urn.slant_bias(0, 20_000)), rel=1e-10)
        depth = float(genealogy.accumulation_depth(20_000, tiny))
        assert depth == pytest.approx(float(genealogy.accumulation_depth(20_000)), rel=1e-10)
    short = (1 - float(urn.bias_factor(1e-12, 20_000))) * 1e12
    assert short != pytest.approx(float(urn.slant_bias(0, 20_000)), rel=1e-6)
    kept = float(genealogy.pool_kinship(10, 10**12))  # for ever, nearly
    assert kept == pytest.approx(1 - np.sinc(10**-0.5), rel=1e-11)


def test_the_three_laws_and_their_change():
    for alpha, power in ((0.8, 1), (0.2, 0.4)):
        scaled = [float(urn.mean_variance(1, alpha, t)) * t**power for t in (10**4, 10**6)]
        limit = float(urn.limit(alpha))
        assert abs(scaled[1] - limit) < abs(scaled[0] - limit) < 0.2 * limit
    assert urn.limit(0.5) == 1
    assert float(urn.limit(0)) == pytest.approx(np.pi**2 / 6)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: urn.bias_factor(1.2, 3), ValueError, "alpha must lie between 0 and 1"),
        (lambda: urn.bias_factor(0.2, -1), ValueError, "t must be at least 0"),
        (lambda: urn.mean_variance(0, 0.2, 3), ValueError, "m must be at least 1"),
        (lambda: urn.mean_variance(1, 0.2, 2_000_000), ValueError, "t must be at most 1000000"),
        (lambda: urn.mean_variance(1, sp.Symbol("a"), 61), ValueError, "t must be at most 60"),
        (lambda: urn.limit(sp.Symbol("a")), ValueError, "alpha must be a number"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
