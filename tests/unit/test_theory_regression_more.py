"""Regression on kept rows, pooled rows, mixed labels and with ridge: closed forms against fits.

Each has beside it the formula that one would write down without the hypothesis, which must fail.
"""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from modelcollapse.theory import regression
from tests.chance import has_mean

RUNS = 20_000
rng_of = np.random.default_rng


def fitted(X, y):
    """Least squares of least norm, in every replicate."""
    return (np.linalg.pinv(X) @ y[..., None])[..., 0]


def labels(X, w, s, rng):
    return np.einsum("rtd,rd->rt", X, w) + s * rng.standard_normal(X.shape[:2])


@pytest.mark.parametrize(("T", "d"), [(12, 4), (6, 15)])
def test_kept_rows_forget_once(T, d):
    rng, w, s, n = rng_of(1), np.ones((RUNS, d)) / np.sqrt(d), 0.5, 3
    X = rng.standard_normal((RUNS, T, d))
    now = w
    for _ in range(n):
        now = fitted(X, labels(X, now, s, rng))
    errors = ((now - w) ** 2).sum(axis=1)
    right = regression.kept_risk(T, d, n, s**2, 1)
    fresh = regression.replace_risk(T, d, n, s**2, 1)
    assert has_mean(errors, float(right))
    assert (right == fresh) == (d < T)  # with enough rows it does not matter whether they are kept
    assert has_mean(errors, float(fresh)) == (d < T)


@pytest.mark.parametrize(("T", "d", "n"), [(8, 28, 3), (8, 28, 6), (9, 14, 4), (12, 4, 3)])
def test_pooled_rows_with_too_few_at_first(T, d, n):
    """The sizes keep 4 away from d: nearer to it the variance of the errors is infinite."""
    rng, w, s = rng_of(2), np.ones((RUNS, d)) / np.sqrt(d), 0.5
    X, y, now = np.empty((RUNS, 0, d)), np.empty((RUNS, 0)), w
    for _ in range(n):
        rows = rng.standard_normal((RUNS, T, d))
        X = np.concatenate([X, rows], axis=1)
        y = np.concatenate([y, labels(rows, now, s, rng)], axis=1)
        now = fitted(X, y)
    errors = ((now - w) ** 2).sum(axis=1)
    assert has_mean(errors, float(regression.pooled_risk(T, d, n, s**2, 1)))
    if d > T:  # as if real labels had been added: what is not seen would go
        seen = max(0, 1 - n * T / d)
        gap = abs(n * T - d) - 1
        assert not has_mean(errors, seen + s**2 * min(n * T, d) / gap)


@given(st.integers(1, 30), st.integers(0, 20))
def test_pooling_is_accumulation_where_it_is_defined(d, n):
    T = d + 2
    assert regression.pooled_risk(T, d, n) == regression.accumulate_risk(T, d, n)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 6))
def test_the_pool_passes_its_peak_or_keeps_it(T, d, n):
    met = any(abs(i * T - d) <= 1 for i in range(1, n + 1))
    assert (regression.pooled_risk(T, d, n) is sp.oo) == met
    assert regression.pooled_risk(T, d, n, s2=0, w2=1) == max(0, 1 - sp.Rational(T, d))


def test_the_ratio_is_the_limit_and_falls_from_the_bound_to_one():
    for T, d in [(12, 5), (7, 5), (100, 5)]:
        a = sp.Rational(d + 1, T)
        limit = regression.accumulate_risk(T, d, sp.oo) / regression.replace_risk(T, d, 1)
        assert abs(sp.N(limit - regression.accumulate_ratio(a), 30)) < 1e-25
    ratios = [float(regression.accumulate_ratio(sp.Rational(k, 10))) for k in range(11)]
    assert ratios[0] == pytest.approx(np.pi**2 / 6)
    assert ratios[-1] == 1
    assert (np.diff(ratios) < 0).all()
    a = sp.Symbol("a", positive=True)
    assert sp.limit(regression.accumulate_ratio(a), a, 0) == sp.pi**2 / 6


def test_ridge():
    T, d, n, penalty, s, runs = 20, 5, 4, 6.0, 0.7, 200_000
    rng, w = rng_of(3), np.ones(d)
    X = np.linalg.qr(rng.standard_normal((T, d)))[0] * np.sqrt(T)
    now = np.broadcast_to(w, (runs, d))
    for _ in range(n):
        y = now @ X.T + s * rng.standard_normal((runs, T))
        now = np.linalg.solve(X.T @ X + penalty * np.eye(d), X.T @ y.T).T
    errors = ((now - w) ** 2).sum(axis=1)
    assert has_mean(errors, float(regression.ridge_risk(T, d, n, penalty, s**2, d)))
    assert not has_mean(errors, n * float(regression.ridge_risk(T, d, 1, penalty, s**2, d)))
    assert regression.ridge_risk(T, d, n, 0, 2) == regression.kept_risk(T, d, n, 2) * sp.Rational(
        T - d - 1, T
    )


def test_the_best_penalty():
    penalty, s2 = sp.symbols("penalty s2", positive=True)
    one = sp.diff(regression.ridge_risk(20, 5, 1, penalty, s2, 2), penalty)
    assert sp.simplify(one.subs(penalty, regression.ridge_penalty(5, 1, s2, 2))) == 0
    for n in (2, 5):  # to first order for weak noise, and the one-fit optimum is not it
        slope = sp.diff(regression.ridge_risk(20, 5, n, penalty, s2, 2), penalty)
        for best, zero in [(regression.ridge_penalty(5, n, s2, 2), True),
                           (regression.ridge_penalty(5, 1, s2, 2), False)]:  # fmt: skip
            first = sp.limit(sp.cancel(slope.subs(penalty, best) / s2), s2, 0)
            assert (first == 0) == zero


@pytest.mark.parametrize(("T1", "T2", "d"), [(30, 10, 5), (8, 24, 6), (2, 12, 8), (3, 5, 1)])
def test_mixed_labels(T1, T2, d):
    rng, T, runs = rng_of(4), T1 + T2, 60_000
    X, off = rng.standard_normal((runs, T, d)), np.zeros((runs, d))
    off[:, 0] = 1  # the generator's error; the truth is 0
    y = 0.5 * rng.standard_normal((runs, T))
    y[:, T1:] += X[:, T1:, 0]
    errors = (fitted(X, y) ** 2).sum(axis=1)
    assert has_mean(errors, float(regression.mixed_risk(T1, T2, d, 0.25, 1)))
    share = sp.Rational(T2, T) ** 2
    assert not has_mean(errors, float(regression.mixed_risk(T1, T2, d, 0.25) + share))


def test_the_last_model_as_generator():
    T1, T2, d = 8, 24, 6
    rng, now = rng_of(5), np.zeros((RUNS, d))
    for _ in range(30):
        X = rng.standard_normal((RUNS, T1 + T2, d))
        y = rng.standard_normal((RUNS, T1 + T2))
        y[:, T1:] += np.einsum("rtd,rd->rt", X[:, T1:], now)
        now = fitted(X, y)
    errors = (now**2).sum(axis=1)
    assert has_mean(errors, float(regression.stationary_risk(T1, T2, d)))
    leading = regression.mixed_risk(T1, T2, d) / (1 - sp.Rational(T2, T1 + T2) ** 2)
    assert not has_mean(errors, float(leading))


def test_a_real_share_is_no_guarantee():
    assert regression.label_factor(2, 20, 18) > 1
    assert regression.stationary_risk(2, 20, 18) is sp.oo
    assert regression.stationary_risk(0, 20, 5) is sp.oo
    assert regression.stationary_risk(2, 20, 18, s2=0) == 0


def test_many_rows_leave_the_square_of_the_share():
    T, g = sp.symbols("T g", positive=True)
    assert sp.limit(regression.label_factor((1 - g) * T, g * T, 5), T, sp.oo) == g**2


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: regression.label_factor(3, 3, 5), ValueError, r"T1 \+ T2 must be more than d"),
        (lambda: regression.mixed_risk(9, 3, 5, -1), ValueError, "s2 must be finite and at least"),
        (lambda: regression.pooled_risk(9, 3, 10**5), ValueError, "n must be at most 10000"),
        (lambda: regression.kept_risk(sp.Symbol("T"), 3, 1), TypeError, "T must be a number"),
        (lambda: regression.ridge_penalty(5, 1, 1, 0), ValueError, "w2 must be greater than 0"),
        (lambda: regression.accumulate_ratio(2), ValueError, "a must lie between 0 and 1"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
