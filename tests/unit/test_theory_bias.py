"""A sampling bias: exact cases, and the loop itself, run by `mc.run`.

A simulated mean is held against its value with a probability of 2e-8 to reject a true one
(`tests.chance`); the formula without its hypothesis must fail the same check.
"""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import modelcollapse as mc
from modelcollapse.theory import bias, pooling
from tests.chance import has_mean

RUNS = 20_000


def loop(real, made, lam, fresh=True, generations=30, runs=RUNS):
    """mu_n and sigma_n^2 of the last generation, by maximum likelihood."""
    trace = mc.run(
        mc.Gaussian(), model=mc.Gaussian(ddof=0, bias=lam), regime=mc.Augment(real, fresh=fresh),
        sample_size=[real] + [made] * (generations - 1), generations=generations,
        replicates=runs, rng=7,
    ).isel(generation=-1)  # fmt: skip
    return trace.mu.values, trace.sigma.values**2


def test_the_critical_bias():
    for M in (2, 3, 5, 50):
        for ddof in (0, 1):
            likely = sp.Rational(M, M - 1) if ddof == 0 else 1
            exact = likely * sp.exp(-sp.digamma(sp.Rational(M - 1, 2))) * (M - 1) / 2
            assert float(bias.critical_lambda(M, ddof)) == pytest.approx(float(exact), rel=1e-12)
    two = 2 * sp.exp(sp.EulerGamma)
    assert float(bias.critical_lambda(2)) == pytest.approx(float(two), rel=1e-12)
    # Stirling's series: the second term is what tells 11/6 from 4/3
    for M, exact in ((1000, float(bias.critical_lambda(1000))),):
        assert abs(exact - 1 - 1 / (M - 11 / 6)) < 1e-9 < abs(exact - 1 - 1 / (M - 4 / 3))
        assert abs(np.log(exact) - 1 / (M - 4 / 3)) < 1e-9


@pytest.mark.parametrize(("lam", "sign"), [(1.2, -1), (1.3, -1), (1.35, 1)])
def test_runs_turn_where_the_formula_says_and_not_where_the_mean_does(lam, sign):
    trace = mc.run(
        mc.Gaussian(), model=mc.Gaussian(bias=lam), sample_size=5, generations=3,
        replicates=4 * RUNS, rng=8,
    )  # fmt: skip
    square = trace.sigma.values**2
    steps = np.log(square[3] / square[1]) / 2
    right = np.log(lam) - float(sp.log(bias.critical_lambda(5)))
    assert has_mean(steps, right)
    assert np.sign(right) == sign
    assert not has_mean(steps, np.log(lam))
    assert has_mean(square[3], lam**2)


def test_maximum_likelihood_turns_later():
    trace = mc.run(
        mc.Gaussian(), model=mc.Gaussian(ddof=0, bias=1.5), sample_size=5, generations=2,
        replicates=2 * RUNS, rng=9,
    )  # fmt: skip
    steps = 2 * np.log(trace.sigma.values[2] / trace.sigma.values[1])
    assert has_mean(steps, np.log(1.5) - float(sp.log(bias.critical_lambda(5, 0))))
    assert not has_mean(steps, np.log(1.5) - float(sp.log(bias.critical_lambda(5))))


@pytest.mark.parametrize(("real", "made", "lam"), [(20, 40, 0.8), (20, 20, 1.2), (2, 3, 0.5)])
def test_the_stationary_state_is_that_of_the_loop(real, made, lam):
    mu, square = loop(real, made, lam)
    a, v = (float(x) for x in bias.stationary(real, made, lam))
    assert has_mean(mu**2, a)
    assert has_mean(square, v)
    assert not has_mean(square, float(bias.infinite_data(real / (real + made), lam)))
    assert not has_mean(mu**2, float(bias.stationary(real, made, 1)[0]))


def test_kept_real_points_are_another_loop():
    mu, _ = loop(20, 80, 1, fresh=False)
    assert not has_mean(mu**2, float(bias.stationary(20, 80, 1)[0]))


@given(st.integers(1, 200), st.integers(0, 200), st.fractions(0, 2, max_denominator=50))
def test_both_equations_hold_exactly(real, made, lam):
    a, v = bias.stationary(real, made, lam)
    N, g, lam = real + made, sp.Rational(real, real + made), sp.Rational(lam)
    if a is sp.oo:
        assert lam * (1 - g) * (1 - 1 / (N * (2 - g))) >= 1
        return
    assert a == (1 - g) ** 2 * a + ((1 - g) * lam * v + g) / N
    assert v == g + (1 - g) * (a + lam * v) - a
    if lam * (1 - g) < 1:
        assert v == bias.infinite_data(g, lam) * (1 - a)
    if lam == 1:
        assert a + v == 1
        assert real <= 1 / a <= 2 * real + 1


def test_symbols_and_the_edges():
    n, m, lam = sp.symbols("n m lambda", positive=True)
    a, v = bias.stationary(n, m, lam)
    assert [x.subs({n: 20, m: 40}).subs(lam, sp.Rational(1, 2)) for x in (a, v)] == list(
        bias.stationary(20, 40, 0.5)
    )
    assert bias.stationary(20, 0, 3) == (sp.Rational(1, 20), sp.Rational(19, 20))
    assert bias.stationary(1, 4, sp.Rational(45, 32)) == (sp.oo, sp.oo)
    assert bias.infinite_data(0, 1) == 1
    assert bias.infinite_data(0, 0.5) == 0
    assert bias.infinite_data(0.5, 2) == bias.infinite_data(0, 2) == sp.oo
    assert bias.risk(1, 1, 2) == sp.oo
    # fresh points by chance in place of a fixed number differ in the second order only
    chance = pooling.fresh_mean_variance(1000, sp.Rational(1, 4), ddof=0)
    assert float(bias.stationary(250, 750, 1)[0] / chance) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("real", "made", "lam"), [(200, 200, 1), (200, 600, 0.95)])
def test_the_risk_to_first_order(real, made, lam):
    mu, square = loop(real, made, lam)
    risks = mu**2 + (np.sqrt(square) - 1) ** 2
    assert has_mean(risks, float(bias.risk(real, made, lam)))
    assert not has_mean(risks, 1.5 / (real + made))
    assert not has_mean(risks, 1.5 / real)


def test_worth():
    n, m = sp.symbols("n m", positive=True)
    gamma = n / (n + m)
    assert sp.simplify(bias.effective_size(n, m, 1) - n * (2 - gamma)) == 0
    assert bias.effective_size(100, 0, 0.3) == 100
    for real, lam in ((100, 0.95), (10, 0.5), (10**6, 0.9)):
        most = bias.harmless(real, lam)
        below, above = (bias.effective_size(real, int(most) + i, lam) for i in (0, 1))
        assert above < real <= below
    assert bias.harmless(100, 1) == float("inf")
    # a square root in the middle, and a ceiling for many real points
    assert bias.harmless(1000, 0.99) == pytest.approx(np.sqrt(3000) / 0.01, rel=0.05)
    assert bias.harmless(10**6, 0.5) == pytest.approx((7 + 0.5 - 2 * 0.25) / 0.5**2, rel=1e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bias.critical_lambda(1), "M must be at least 2, got 1"),
        (lambda: bias.critical_lambda(5, 2), "ddof must be 0 or 1, got 2"),
        (lambda: bias.stationary(0, 5, 1), "n_real must be at least 1, got 0"),
        (lambda: bias.stationary(5, -1, 1), "n_generated must be at least 0, got -1"),
        (lambda: bias.stationary(5, 5, -1), "lam must be finite and at least 0, got -1"),
        (lambda: bias.infinite_data(2, 1), "gamma must lie between 0 and 1, got 2"),
        (lambda: bias.harmless(1, 0.5), "n_real must be at least 2, got 1"),
        (lambda: bias.harmless(5, 1.5), "lam must lie between 0 and 1, got 1.5"),
        (lambda: bias.harmless(5, sp.Symbol("x")), "lam must be a number, got x"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
