"""Early stopping, kernels and linear scores: exact cases, and the loops themselves written out.

A simulated mean is held against its value with a probability of 2e-8 to reject a true one
(`tests.chance`); the formula without its hypothesis must fail the same check.
"""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.polynomial.hermite_e import hermeval

from modelcollapse.theory import diffusion, genealogy
from tests.chance import has_mean

t0, alpha, M, n = sp.symbols("t0 alpha M n", positive=True)
shares = st.fractions(min_value=0, max_value=1, max_denominator=100)
times = st.fractions(min_value="1/100", max_value=3, max_denominator=100)


def diffused(x, t, rng):
    """Points after the time t."""
    return np.exp(-t) * x + np.sqrt(-np.expm1(-2 * t)) * rng.standard_normal(x.shape)


def hermite(x, j):
    """The polynomial of degree j at points."""
    return hermeval(x, [0] * j + [1])


def skew(rng, size):
    """Two atoms of unequal weight, with mean 0 and variance 1."""
    return np.where(rng.random(size) < 0.2, 2.0, -0.5)


def copies(runs, points, stop, share, rounds, seed):
    """Training sets of a loop whose model is the kernel density estimate of the last one."""
    rng = np.random.default_rng(seed)
    x = rng.choice([-1.0, 1.0], (runs, points))
    for _ in range(rounds):
        parents = np.take_along_axis(x, rng.integers(points, size=x.shape), 1)
        fresh = rng.choice([-1.0, 1.0], x.shape)
        x = np.where(rng.random(x.shape) < share, fresh, diffused(parents, stop, rng))
    return x


@given(st.integers(0, 8), times, shares)
def test_a_round_keeps_what_the_next_one_starts_from(j, stop, share):
    factor = diffusion.hermite_factor(j, stop, share)
    kept = sp.exp(-j * sp.Rational(stop))
    after = kept * (sp.Rational(share) + (1 - sp.Rational(share)) * factor)
    assert abs(sp.N(after - factor, 30)) < 1e-25
    assert 0 <= factor <= 1
    path = [diffusion.hermite_path(j, stop, share, k) for k in (0, 1, 2)]
    assert abs(sp.N(path[0] - 1, 30)) < 1e-25
    later = kept * (sp.Rational(share) + (1 - sp.Rational(share)) * path[1])
    assert abs(sp.N(path[2] - later, 30)) < 1e-25


def test_hermite_factors_in_symbols():
    j = sp.Symbol("j", positive=True, integer=True)
    half = diffusion.hermite_factor(j, t0, alpha).subs(alpha, sp.exp(j * t0) - 1)
    assert sp.simplify(half) == sp.Rational(1, 2)
    assert diffusion.hermite_path(4, t0, 0, n) == sp.exp(-4 * t0) ** n
    assert diffusion.hermite_factor(0, 1, 0) == diffusion.hermite_factor(3, 0, 0) == 1
    assert diffusion.hermite_factor(3, t0, 0) == 0
    assert sp.simplify(diffusion.hermite_factor(3, t0, 1) - sp.exp(-3 * t0)) == 0


@pytest.mark.parametrize(("share", "rounds"), [(0.3, 40), (0.0, 5), (0.2, 3)])
def test_hermite_coefficients_are_those_of_the_loop(share, rounds):
    """A point goes back to a real one after a geometric number of rounds, at most all."""
    rng, size, stop = np.random.default_rng(1), 400_000, 0.1
    away = 1 + np.minimum(rng.geometric(share, size) - 1 if share else rounds, rounds - 1)
    x = diffused(skew(rng, size), away * stop, rng)
    for j, real in ((2, 0.0), (3, 1.5), (4, 0.25)):
        assert has_mean(hermite(x, j), real * float(diffusion.hermite_path(j, stop, share, rounds)))
    assert not has_mean(hermite(x, 3), 1.5 * np.exp(-3 * stop)), "one round alone"
    assert not has_mean(hermite(x, 3), 1.5 * float(diffusion.hermite_path(2, stop, share, rounds)))


def test_correlation_is_kinship_with_early_stopping_as_new_points():
    gone = 1 - (1 - alpha) * sp.exp(-t0)
    ours = diffusion.stationary_correlation(M, t0, alpha)
    kept = (1 - gone) ** 2
    assert sp.simplify(ours - kept / (kept + M * (1 - kept))) == 0
    assert diffusion.stationary_correlation(10, 0, 0.5) == genealogy.kinship(10, 0.5)
    limit = sp.limit(diffusion.stationary_correlation(1 / (2 * t0 * alpha), t0), t0, 0)
    assert sp.simplify(limit - alpha / (1 + alpha)) == 0  # 1 / (1 + 2 M t0)
    first = sp.Rational(445), sp.Rational(446)
    below = [diffusion.stationary_correlation(int(m), 0.01) < 0.1 for m in first]
    assert below == [False, True]


@given(st.integers(1, 60), times, shares, st.integers(0, 20))
def test_the_correlation_follows_from_the_last(points, stop, share, rounds):
    last, this = (diffusion.correlation(points, stop, share, rounds + k) for k in (0, 1))
    u = (1 - sp.Rational(share)) ** 2 * sp.exp(-2 * sp.Rational(stop))
    after = u * (sp.Rational(1, points) + (1 - sp.Rational(1, points)) * last)
    assert abs(sp.N(this - after, 30)) < 1e-25
    assert this <= diffusion.stationary_correlation(points, stop, share)


@pytest.mark.parametrize(
    ("points", "stop", "share", "rounds"),
    [(20, 0.2, 0.0, 80), (5, 0.02, 0.1, 60), (8, 0.01, 0.0, 5)],
)
def test_correlations_are_those_of_copies(points, stop, share, rounds):
    x = copies(20_000, points, stop, share, rounds, seed=2)
    pairs = (x.sum(1) ** 2 - (x**2).sum(1)) / (points * (points - 1))
    right = float(diffusion.correlation(points, stop, share, rounds))
    assert has_mean(pairs, right)
    assert has_mean((x**2).mean(1), 1.0)
    assert has_mean(x.mean(1) ** 2, 1 / points + (1 - 1 / points) * right)
    wrong = float(diffusion.correlation(points, 0, share, rounds))
    assert not has_mean(pairs, wrong), "without early stopping"


def test_the_variance_of_a_linear_score():
    rng, points, stop, runs = np.random.default_rng(3), 20, 0.1, 100_000
    kept, v = np.exp(-2 * stop), np.ones(runs)
    for _ in range(60):
        v = kept * v * rng.chisquare(points - 1, runs) / (points - 1) + 1 - kept
    assert has_mean(v, 1.0)
    assert has_mean(v**2, float(diffusion.linear_second_moment(points, stop)))
    assert not has_mean(v**2, float(diffusion.linear_second_moment(10 * points, stop)))


def test_the_second_moment_is_infinite_for_few_points():
    form = diffusion.linear_second_moment(M, t0)
    h2, kept = 1 - sp.exp(-2 * t0), sp.exp(-2 * t0)
    after = kept**2 * (1 + 2 / (M - 1)) * form + 2 * h2 * kept + h2**2
    assert sp.simplify(after - form) == 0
    edge = sp.log(1 + sp.Rational(2, 19)) / 4
    assert diffusion.linear_second_moment(20, float(edge) * 0.999) == sp.oo
    assert diffusion.linear_second_moment(20, float(edge) * 1.001) < sp.oo
    assert diffusion.linear_second_moment(5, 0) == sp.oo
    assert diffusion.linear_second_moment(M, 0) == sp.oo, "whatever M"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: diffusion.hermite_factor(-1, 1, 0), "j must be at least 0, got -1"),
        (lambda: diffusion.hermite_factor(1, -1, 0), "t0 must be finite and at least 0, got -1"),
        (lambda: diffusion.hermite_factor(1, 1, 2), "alpha must lie between 0 and 1, got 2"),
        (lambda: diffusion.hermite_path(1, 1, 0, -1), "n must be at least 0, got -1"),
        (lambda: diffusion.hermite_path(1, 1, 0.3, 10**30), "n must be at most 100000"),
        (lambda: diffusion.correlation(5, 1, 0, 10**30), "n must be at most 100000, got 10+"),
        (lambda: diffusion.stationary_correlation(0, 1), "M must be at least 1, got 0"),
        (lambda: diffusion.correlation(1.5, 1, 0, 1), "M must be an integer"),
        (lambda: diffusion.linear_second_moment(1, 1), "M must be at least 2, got 1"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
