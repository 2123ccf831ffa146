"""Detecting generated text: exact cases, draws of marked tokens, and what must fail.

Means are held with a probability of 2e-8 to reject a true one (`tests.chance`).
"""

from fractions import Fraction
from itertools import product
from math import comb

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from modelcollapse.theory import detection, language
from tests.chance import has_mean

HALF, THREE = sp.Rational(1, 2), sp.log(3)
LAW = [sp.Rational(1, 2), sp.Rational(3, 10), sp.Rational(3, 20), sp.Rational(1, 20)]
laws = st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(any)


def normed(weights):
    """Whole numbers as a law of fractions."""
    return [sp.Rational(weight, sum(weights)) for weight in weights]


def green_by_lists(p, gamma, a):
    """The probability of a green token, list by list."""
    total = Fraction(0)
    for green in product([0, 1], repeat=len(p)):
        mass = sum(x for x, here in zip(p, green, strict=True) if here)
        chance = gamma ** sum(green) * (1 - gamma) ** (len(p) - sum(green))
        total += chance * a * mass / (1 + (a - 1) * mass)
    return total


@given(laws, st.sampled_from([Fraction(1, 4), Fraction(1, 2)]), st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_green_tokens_list_by_list_and_their_bounds(weights, gamma, a):
    p = normed(weights)
    exact = detection.green_probability(p, gamma, sp.log(a))
    assert exact == green_by_lists([Fraction(int(x.p), int(x.q)) for x in p], gamma, a)
    low, most = detection.green_bound(p, gamma, sp.log(a)), detection.green_limit(gamma, sp.log(a))
    assert low <= exact <= most
    if p.count(0) == len(p) - 1:
        assert low == exact == gamma  # a certain token cannot be marked


def test_many_equally_likely_tokens_reach_the_limit():
    p = [sp.Rational(1, 512)] * 512
    most = float(detection.green_limit(0.25, 2))
    assert float(detection.green_probability(p, 0.25, 2)) == pytest.approx(most, abs=3e-3)
    assert float(detection.green_probability([HALF] * 2, 0.25, 2)) < most - 0.1


def test_drawn_tokens_are_as_green_as_that():
    rng, p = np.random.default_rng(1), np.array(LAW, float)
    lists = rng.random((200_000, 4)) < 0.25
    weight = p * np.exp(2 * lists)
    edges = weight.cumsum(axis=1) / weight.sum(axis=1, keepdims=True)
    token = (edges < rng.random((200_000, 1))).sum(axis=1)
    green = lists[np.arange(200_000), token]
    assert has_mean(green, float(detection.green_probability(LAW, 0.25, 2)))
    assert not has_mean(green, float(detection.green_limit(0.25, 2)))
    assert not has_mean(green, float(detection.green_bound(LAW, 0.25, 2)))


@pytest.mark.parametrize("gamma", [Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)])
@pytest.mark.parametrize("f", [Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**6)])
def test_the_count_is_the_least_that_is_rare(gamma, f):
    for N in (1, 2, 7, 30, 200):
        terms = [comb(N, k) * gamma**k * (1 - gamma) ** (N - k) for k in range(N + 1)]
        c = detection.critical_count(N, gamma, f)
        assert sum(terms[c:]) <= f < sum(terms[c - 1 :])


@pytest.mark.parametrize("w", [0.3, 0.5, 0.9])
def test_power_is_a_binomial_tail(w):
    for N in (20, 100, 1000):
        c = detection.critical_count(N, 0.25, 1e-3)
        found = float(detection.power(N, 0.25, 1e-3, w))
        assert found == pytest.approx(stats.binom.sf(c - 1, N, w), rel=1e-9)
    assert detection.power(3, HALF, 0.01, w) == 0  # too short for this rate of false alarms
    assert detection.power(5, HALF, 0.1, sp.Symbol("w")).free_symbols


def test_the_needed_length_has_the_power():
    for w in (0.35, 0.4):
        N = round(float(detection.needed_length(0.25, 1e-3, w, 0.9)))
        assert N < 1000
        assert float(detection.power(N, 0.25, 1e-3, w)) == pytest.approx(0.9, abs=0.04)
        assert float(detection.power(N // 2, 0.25, 1e-3, w)) < 0.7


def test_the_exponential_mark_and_its_score():
    assert detection.gumbel_score([1]) == 1
    assert detection.gumbel_score([sp.Rational(1, 4)] * 4) == sp.harmonic(4)
    rng, p = np.random.default_rng(2), np.array(LAW, float)
    uniform = rng.random((200_000, 4))
    token = (-np.log(uniform) / p).argmin(axis=1)
    assert has_mean(token == 0, 0.5)  # the law is kept
    score = -np.log1p(-uniform[np.arange(200_000), token])
    assert has_mean(score, float(detection.gumbel_score(LAW)))
    assert not has_mean(score, 1)


def test_rare_tokens_and_rare_alarms_to_rounding():
    for rare in (1e-4, 1e-9, 1e-300):
        found = float(detection.gumbel_score([rare, 1 - rare]))
        with mp.workdps(400):
            tiny = mp.mpf(rare)
            right = float(sum(x * mp.harmonic(1 / x) for x in (tiny, 1 - tiny)))
        assert found == pytest.approx(right, rel=1e-14)
    for f in (1e-8, 1e-20, 1e-50, 1e-300):  # where 1 - 2f is 1 to rounding
        z, w = stats.norm.isf(f), 0.4
        right = (z * np.sqrt(3 / 16) + stats.norm.ppf(0.99) * np.sqrt(w * (1 - w))) ** 2 / 0.15**2
        assert float(detection.needed_length(0.25, f, w, 0.99)) == pytest.approx(right, rel=1e-10)


def test_the_area_of_long_laws_comes_at_once():
    p, q = [sp.Rational(1, 1000)] * 1000, [sp.Rational(i, 499500) for i in range(1000)]
    x, y = np.array(p, float), np.array(q, float)
    right = 0.5 + np.abs(np.outer(x, y) - np.outer(y, x)).sum() / 4
    assert float(detection.auc(p, q)) == pytest.approx(right, abs=1e-12)


@given(laws)
@settings(max_examples=25, deadline=None)
def test_the_score_is_bounded_by_entropy(weights):
    p = normed(weights)
    least = 1 + (np.pi**2 / 6 - 1) * float(language.entropy(p))
    assert float(detection.gumbel_score(p)) >= least - 1e-12


@given(laws, laws)
@settings(max_examples=40, deadline=None)
def test_the_best_area_pair_by_pair_and_its_bound(first, second):
    size = min(len(first), len(second))
    if not (any(first[:size]) and any(second[:size])):
        return
    p, q = normed(first[:size]), normed(second[:size])
    ranked = sum(
        x * y * (HALF + HALF * sp.sign(q[j] * p[i] - q[i] * p[j]))
        for i, x in enumerate(p)
        for j, y in enumerate(q)
    )
    found = detection.auc(p, q)
    assert found == ranked
    d = sum(abs(x - y) for x, y in zip(p, q, strict=True)) / 2
    assert found <= detection.auc_bound(d)
    rho = sum(sp.sqrt(x * y) for x, y in zip(p, q, strict=True))
    assert float(found) >= 1 - float(rho) ** 2 / 2 - 1e-12


def test_where_the_bound_is_reached():
    third = sp.Rational(1, 3)
    assert detection.auc([third, 1 - third, 0], [0, 1 - third, third]) == detection.auc_bound(third)
    assert detection.auc([third, 1 - third], [0, 1]) == HALF + third / 2


@given(*[st.fractions("1/100", "99/100", max_denominator=100)] * 3)
def test_the_needed_recall_reaches_its_target(g, target, f):
    r = detection.needed_recall(g, target, f)
    left = g * (1 - r) / (g * (1 - r) + (1 - g) * (1 - f))
    assert left <= target
    assert r == 0 or left == target
    assert detection.mixed_recall(1, f, g) == 1 - g * (1 - f)


def test_the_recall_of_a_mixture():
    rng = np.random.default_rng(3)
    marked = rng.random(100_000) < 0.7
    flagged = rng.random(100_000) < np.where(marked, 0.9, 0.05)
    assert has_mean(flagged, float(detection.mixed_recall(0.9, 0.05, 0.3)))
    assert not has_mean(flagged, 0.9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: detection.green_limit(1, 1), "gamma must be less than 1, got 1"),
        (lambda: detection.green_limit(0, 1), "gamma must be greater than 0, got 0"),
        (lambda: detection.green_limit(HALF, -1), "delta must be finite and at least 0, got -1"),
        (
            lambda: detection.green_probability([x / 91 for x in range(1, 14)], HALF, 1),
            "p must hav",
        ),
        (lambda: detection.critical_count(1001, HALF, HALF), "N must be at most 1000, got 1001"),
        (lambda: detection.critical_count(5, sp.sqrt(2) / 2, HALF), "gamma must be a rational"),
        (lambda: detection.needed_length(HALF, 0.1, 0.4, 0.9), "green must be above gamma = 1/2"),
        (lambda: detection.auc([1], [HALF, HALF]), "q must have the 1 entries of p, got 2"),
        (lambda: detection.auc_bound(1.5), "tv must lie between 0 and 1, got 1.5"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
