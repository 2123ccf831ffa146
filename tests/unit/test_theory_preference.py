"""Curation by preference: exact cases, and the choices themselves, drawn one by one.

A simulated share is held against its value with a probability of 2e-8 to reject a true one
(`tests.chance`); the formula of another K, or without its hypothesis, must fail the same check.
"""

import itertools

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from modelcollapse.theory import preference
from tests.chance import has_mean

RUNS = 100_000
a, u = sp.symbols("a u", positive=True)
LN3 = sp.log(3)
gaps = st.fractions(min_value="1/20", max_value=6, max_denominator=20)
numbers = st.integers(2, 9)
inner = st.fractions(min_value="1/50", max_value="49/50", max_denominator=50)


def chosen(share, D, K, first=1.0):
    """Whether each of RUNS choices among K outputs is of the first kind; first: the share u."""
    rng = np.random.default_rng(4)
    kinds = rng.random((RUNS, K)) < share
    gap = np.where(rng.random((RUNS, 1)) < first, D, -D)
    reward = kinds * gap + rng.gumbel(size=(RUNS, K))  # the largest is chosen as by e^r
    return np.take_along_axis(kinds, reward.argmax(1)[:, None], 1)[:, 0]


@pytest.mark.parametrize("K", [2, 3, 4, 7])
def test_a_round_is_that_of_choices_drawn_one_by_one(K):
    share, D = 0.2, 1.5
    kept = chosen(share, D, K)
    assert has_mean(kept, float(preference.step(share, D, K)))
    assert not has_mean(kept, float(preference.step(share, D, K + 1)))
    assert not has_mean(kept, float(preference.step(share, D, sp.oo)))
    both = chosen(share, D, K, first=0.6)
    assert has_mean(both, float(preference.two_tastes(share, 0.6, D, K)))
    assert not has_mean(both, float(preference.two_tastes(share, 0.5, D, K)))


@pytest.mark.parametrize("K", [2, 3, 5])
def test_a_round_is_the_mean_over_all_draws(K):
    total = 0
    for kinds in itertools.product([0, 1], repeat=K):
        j = sum(kinds)
        total += a**j * (1 - a) ** (K - j) * sp.Rational(3 * j, 3 * j + K - j)
    assert sp.expand(total - preference.step(a, LN3, K)) == 0
    bayes = preference.step(a, LN3, sp.oo)
    assert sp.simplify(bayes - 3 * a / (3 * a + 1 - a)) == 0


def test_the_growth_of_a_rare_kind():
    D, K = sp.Symbol("D", real=True), 5
    slope = sp.diff(preference.step(a, D, K), a).subs(a, 0)
    E = sp.exp(D)
    assert sp.simplify(slope - K * E / (E + K - 1)) == 0
    assert sp.simplify(preference.growth(D, K) - slope) == 0
    assert preference.growth(D, sp.oo) == E
    assert preference.growth(0, 7) == 1


@given(gaps, numbers, inner)
def test_more_choice_is_faster_and_the_rare_have_the_advantage(D, K, share):
    now, more = (float(preference.step(share, D, k)) for k in (K, K + 1))
    assert float(share) < now < more < float(preference.step(share, D, sp.oo))
    rarer = float(preference.advantage(share / 2, D, K + 1))
    assert rarer > float(preference.advantage(share, D, K + 1))
    assert preference.advantage(share / 2, D) == preference.advantage(share, D)


@given(gaps, st.integers(2, 9))
def test_the_share_that_a_taste_needs(D, K):
    g, h = (float(preference.growth(x, K)) for x in (D, -D))
    least = float(preference.fixation_share(K, D))
    assert least == pytest.approx((1 - h) / (g - h), rel=1e-9)
    assert least * g + (1 - least) * h == pytest.approx(1, rel=1e-9)
    assert 1 / K <= least <= 0.5


def test_the_number_of_the_specification():
    assert float(preference.fixation_share(4, 3)) == pytest.approx(0.27371, abs=5e-6)
    assert preference.fixation_share(2, sp.Symbol("D", positive=True)) == sp.Rational(1, 2)
    assert preference.fixation_share(3, 0) == sp.Rational(1, 2)
    assert float(preference.fixation_share(3, 50)) == pytest.approx(1 / 3)
    assert preference.fixation_share(sp.oo, LN3) == sp.Rational(1, 4)


def ends(first, D, K, start=0.5, rounds=4000):
    """Where the iteration of a round ends."""
    share, law = start, sp.lambdify(a, preference.two_tastes(a, first, D, K))
    for _ in range(rounds):
        share = law(share)
    return share


def test_two_tastes_stay_above_their_share_and_not_below():
    assert ends(0.254, 3, 4) < 1e-9
    assert ends(0.294, 3, 4) > 0.04
    assert ends(0.294, 3, 4, start=0.001) == pytest.approx(ends(0.294, 3, 4), rel=1e-6)
    for first, D, K in [(0.4, 2, 3), (0.3, 3, 4), (0.55, 2, 6), (0.45, 1, sp.oo), (0.6, 1, 3)]:
        assert ends(first, D, K) == pytest.approx(float(preference.balance(first, D, K)), abs=1e-9)
    assert ends(0.49, 3, 2) < 1e-9
    assert ends(0.51, 3, 2) > 1 - 1e-9


def test_closed_forms_of_the_balance():
    worse = sp.Rational(1, 3)
    far = (u - (1 - u) * worse) / (1 - worse)
    assert sp.simplify(preference.balance(u, LN3, sp.oo) - far) == 0
    third = preference.balance(u, LN3, 3)
    net = u * preference.advantage(a, LN3, 3) - (1 - u) * preference.advantage(1 - a, LN3, 3)
    assert sp.simplify(net.subs(a, third)) == 0
    assert preference.balance(0.5, 2, 4) == pytest.approx(0.5)
    assert [preference.balance(x, 3, 4) for x in (0.27, 0.73)] == [0, 1]


@pytest.mark.parametrize("K", [2, 3, 6, sp.oo])
def test_real_data_lift_a_rare_kind_above_a_threshold(K):
    D, law = 1.2, sp.lambdify(a, preference.step(a, 1.2, K))
    least = 1 - 1 / float(preference.growth(D, K))
    for gamma, p_ref in [(0.2, 0.1), (0.9, 0.3), (0.5, 0.01), (0.3, 0)]:
        share = 0.5
        for _ in range(3000):
            share = gamma * p_ref + (1 - gamma) * law(share)
        assert float(preference.lifted_share(p_ref, D, gamma, K)) == pytest.approx(share, abs=1e-9)
    rare = [float(preference.lifted_share(1e-9, D, x, K)) for x in (least - 0.02, least + 0.02)]
    assert rare[0] > 0.01
    assert rare[1] < 1e-6
    assert preference.lifted_share(0, D, least + 0.02, K) == 0
    p = sp.Rational(3, 10)
    assert preference.lifted_share(p, D, 0, K) == 1
    assert preference.lifted_share(p, D, 1, K) == preference.lifted_share(p, 0, 0.5, K) == p


@pytest.mark.parametrize("p_ref", [1e-12, 1e-17, 1e-60])
def test_a_very_rare_kind_keeps_its_digits(p_ref):
    """Below the threshold the limit is p_ref times a factor, however small p_ref is."""
    gamma, factor = 0.9, 0.9 / (1 - 0.1 * preference.growth(0.5, 4))
    found = float(preference.lifted_share(p_ref, 0.5, gamma, 4))
    assert found == pytest.approx(p_ref * float(factor), rel=1e-9, abs=0)
    assert found != pytest.approx(p_ref, rel=0.01, abs=0)


def exact_takeover(M, law):
    """The probability that all M kept outputs end of the first kind, from 0, 1, … M of them."""
    i = np.arange(M + 1)
    P = np.array([binom.pmf(i, M, float(law(x / M))) for x in i])
    inside = np.linalg.solve(np.eye(M - 1) - P[1:-1, 1:-1], P[1:-1, -1])
    return np.array([0, *inside, 1])


def test_kimura_is_near_the_exact_chain():
    M, D = 100, 0.05
    exact = exact_takeover(M, sp.lambdify(a, preference.step(a, D)))
    s = preference.advantage(0, D)
    kimura = [float(preference.takeover(sp.Rational(i, M), s, M)) for i in range(M + 1)]
    assert np.abs(exact - kimura).max() < 0.003
    assert exact[10] == pytest.approx(0.3948, abs=5e-5)
    assert kimura[10] == pytest.approx(0.3961, abs=5e-5)
    doubled = [float(preference.takeover(sp.Rational(i, M), 2 * s, M)) for i in range(M + 1)]
    assert np.abs(exact - doubled).max() > 0.1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: preference.step(1.5, 1), "a must lie between 0 and 1, got 1.5"),
        (lambda: preference.step(0.5, 1, 1), "K must be at least 2, got 1"),
        (lambda: preference.step(0.5, 1, 2000), "K must be at most 1000, got 2000"),
        (lambda: preference.step(0.5, 1, sp.Symbol("K")), "K must be"),
        (lambda: preference.fixation_share(3, -1), "D must be finite and at least 0, got -1"),
        (lambda: preference.balance(0.5, 1, 2), "K must be at least 3, got 2: pairs never"),
        (lambda: preference.balance(0.5, 0, 3), "D must be above 0, got 0"),
        (lambda: preference.balance(u, 1, 4), "u must be a number for this K, got u"),
        (lambda: preference.lifted_share(0.1, 1, u, 3), "gamma must be a number for this K"),
        (lambda: preference.takeover(0.1, 1, 0), "M must be at least 1, got 0"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
