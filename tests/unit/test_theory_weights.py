"""Weights of real and generated data: exact cases, and loops written out here or run by `mc.run`.

A simulated variance is held against its value with a probability of 2e-8 to reject a true one
(`tests.chance`); the formula without its hypothesis must fail the same check.
"""

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import modelcollapse as mc
from modelcollapse.theory import weights
from tests.chance import has_mean

RUNS = 40_000
PHI = sp.GoldenRatio.rewrite(sp.sqrt)
k, s, w = sp.symbols("k s w", positive=True)
ratios = st.fractions(min_value="1/1000", max_value=1000, max_denominator=1000)


def loop(weight, n, m, generations=40, shrink=1.0, theta=0.0, kept=False):
    """Errors of the mean of unit normal points, in units of sigma / sqrt(n)."""
    rng = np.random.default_rng(3)
    first = rng.standard_normal(RUNS)
    error = first.copy()
    for _ in range(generations):
        real = first if kept else rng.standard_normal(RUNS)
        made = error + np.sqrt(n / m) * rng.standard_normal(RUNS)
        error = shrink * (weight * real + (1 - weight) * made) - (1 - shrink) * theta
    return error


def test_the_best_weight():
    assert sp.simplify(weights.best(1) - 1 / PHI) == 0
    assert weights.best(sp.Rational(1, 2)) == sp.Rational(1, 2)
    assert weights.best(0) == 0
    assert weights.best(1, 0) == weights.naive(1) == sp.Rational(1, 2)
    variance = weights.stationary_variance(w, k, s)
    best = weights.best(k, s)
    assert sp.simplify(sp.diff(variance, w).subs(w, best)) == 0
    assert sp.simplify(variance.subs(w, best) - s**2 * best) == 0


@given(ratios)
def test_no_other_weight_is_better(ratio):
    best = weights.best(ratio)
    least = weights.stationary_variance(best, ratio)
    assert abs(sp.N(least - best, 30)) < 1e-25
    for other in (weights.naive(ratio), best * sp.Rational(99, 100), (1 + 99 * best) / 100):
        assert weights.stationary_variance(other, ratio) >= least


def test_naive_pooling():
    naive = weights.stationary_variance(weights.naive(k), k)
    assert sp.simplify(naive - (1 + k) / (2 + k)) == 0
    seldom = sp.Rational(1, 100)
    assert float(naive.subs(k, seldom)) == pytest.approx(0.5025, abs=5e-5)
    assert float(weights.best(seldom)) == pytest.approx(0.0951, abs=5e-5)


def test_the_best_weight_of_each_generation():
    assert [weights.adaptive(1, t) for t in range(1, 5)] == [
        sp.Rational(*pair) for pair in [(1, 1), (2, 3), (5, 8), (13, 21)]
    ]
    assert weights.adaptive(1, 40) == sp.fibonacci(79) / sp.fibonacci(80)
    t = sp.Symbol("t", positive=True, integer=True)
    for number in (1, 2, 5):
        form = weights.adaptive(k, number)
        assert sp.simplify(weights.adaptive(k, t).subs(t, number) - form) == 0
        assert form.subs(k, sp.Rational(3, 7)) == weights.adaptive(sp.Rational(3, 7), number)
    assert weights.adaptive(0, t) == 1 / t


@given(ratios, st.integers(1, 60))
def test_each_generation_follows_from_the_last(ratio, t):
    last, this = weights.adaptive(ratio, t), weights.adaptive(ratio, t + 1)
    assert 1 / this == 1 + 1 / (last + sp.Rational(ratio))
    assert math.gcd(int(this.p), int(this.q)) == 1
    # this is the least that any weight makes of the last
    after = this**2 + (1 - this) ** 2 * (last + sp.Rational(ratio))
    assert after == this


def test_a_million_generations():
    found = weights.adaptive(1, 10**6)
    assert (found.p, found.q) == (sp.fibonacci(2 * 10**6 - 1), sp.fibonacci(2 * 10**6))
    assert float(weights.adaptive(0.01, 10**6)) == float(weights.best(0.01))
    with pytest.raises(ValueError, match="t must be at most 8388608 for this k, got 10000000: the"):
        weights.adaptive(1, 10**7)


@pytest.mark.parametrize(("n", "m"), [(50, 50), (5, 50), (50, 10)])
@pytest.mark.parametrize("shrink", [1.0, 0.7])
def test_the_variance_is_that_of_a_loop(n, m, shrink):
    for weight in (float(weights.naive(n / m)), float(weights.best(n / m, shrink))):
        errors = loop(weight, n, m, shrink=shrink, theta=2.0)
        bias = 2 * float(weights.bias(weight, shrink))
        assert has_mean(errors, bias)
        squares = (errors - bias) ** 2
        assert has_mean(squares, float(weights.stationary_variance(weight, n / m, shrink)))
        other = 1.0 if shrink < 1 else 0.7
        assert not has_mean(squares, float(weights.stationary_variance(weight, n / m, other)))


def test_kept_data_are_worth_less_than_fresh():
    squares = loop(0.5, 50, 50, kept=True) ** 2
    assert has_mean(squares, 1 + 0.5**2 / (1 - 0.5**2))
    assert not has_mean(squares, float(weights.stationary_variance(0.5, 1)))


def test_the_weighted_regime_keeps_its_data():
    n, m, weight, p = 20, 40, 0.4, 0.3
    trace = mc.run(
        mc.Categorical([p, 1 - p]), sample_size=[n] + [m] * 39, generations=40,
        regime=mc.Weighted(weight), replicates=RUNS, rng=5,
    )  # fmt: skip
    squares = (trace.p.isel(generation=-1, state=0).values - p) ** 2 / (p * (1 - p))
    part = (1 - weight) ** 2
    kept = (weight**2 / n + 2 * weight * (1 - weight) / n + part / m) / (1 - part * (1 - 1 / m))
    assert has_mean(squares, kept)
    assert not has_mean(squares, float(weights.quadratic_variance(weight, n, m, -1)))


def test_quadratic_families():
    n, m, v = sp.symbols("n m v", positive=True)
    best, variance = weights.quadratic_best(n, m, v), weights.quadratic_variance(w, n, m, v)
    assert sp.simplify(sp.diff(variance, w).subs(w, best)) == 0
    assert sp.simplify(variance.subs(w, best) - best / n) == 0
    assert sp.simplify(weights.quadratic_best(7, 7, 0) - 1 / PHI) == 0
    assert weights.quadratic_best(5, 1, -1) == sp.Rational(5, 6)  # one toss: nothing is handed on
    ratio = n * weights.quadratic_variance(w, n, m, 0) - weights.stationary_variance(w, n / m)
    assert sp.simplify(ratio) == 0


def test_a_coin_in_the_fresh_data_loop():
    n, m, p = 10, 15, 0.3
    trace = mc.run(
        mc.Categorical([p, 1 - p]), sample_size=m, generations=30,
        regime=mc.Augment(n, fresh=True), replicates=4 * RUNS, rng=6,
    )  # fmt: skip
    squares = (trace.p.isel(generation=-1, state=0).values - p) ** 2 / (p * (1 - p))
    pooled = weights.naive(n / m)
    assert has_mean(squares, float(weights.quadratic_variance(pooled, n, m, -1)))
    assert not has_mean(squares, float(weights.quadratic_variance(pooled, n, m, 0)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: weights.best(-1), "k must be finite and at least 0, got -1"),
        (lambda: weights.best(1, 2), "s must lie between 0 and 1, got 2"),
        (lambda: weights.stationary_variance(1.5, 1), "w must lie between 0 and 1, got 1.5"),
        (lambda: weights.stationary_variance(0, 1), "w must be so large that the variance settles"),
        (lambda: weights.quadratic_variance(0.1, 5, 1, 1), "w must be so large"),
        (lambda: weights.quadratic_best(5, 5, -2), "v2 must be at least -1, got -2"),
        (lambda: weights.adaptive(1, 0), "t must be at least 1, got 0"),
        (lambda: weights.adaptive(1, 2.5), "t must be an integer"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
