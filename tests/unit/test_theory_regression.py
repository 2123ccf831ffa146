"""Linear regression on its own labels: the closed forms against least squares."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import regression

BOUND = 5.6


def chain(T, d, n, w, s, runs, rng, accumulate=False):
    """The squared errors after n fits by NumPy's least squares, on fresh rows each time."""
    errors = np.empty(runs)
    for run in range(runs):
        newest, X, y = w, np.empty((0, d)), np.empty(0)
        for _ in range(n):
            rows = rng.standard_normal((T, d))
            labels = rows @ newest + s * rng.standard_normal(T)
            X = np.vstack([X, rows]) if accumulate else rows
            y = np.append(y, labels) if accumulate else labels
            newest = np.linalg.lstsq(X, y, rcond=None)[0]
        errors[run] = np.sum((newest - w) ** 2)
    return errors.mean(), errors.std() / np.sqrt(runs)


def test_accumulation_is_what_it_says_and_not_its_bound():
    mean, error = chain(12, 4, 4, np.ones(4), 1.0, 6000, np.random.default_rng(1), accumulate=True)
    assert abs(mean - float(regression.accumulate_risk(12, 4, 4))) < BOUND * error
    fixed = float(regression.replace_risk(12, 4, 1)) * sum(1 / i**2 for i in range(1, 5))
    assert abs(mean - fixed) > BOUND * error


@pytest.mark.parametrize(("T", "d", "n"), [(12, 4, 3), (6, 15, 3)])
def test_replacement_is_what_it_says(T, d, n):
    w = np.ones(d) / np.sqrt(d)
    mean, error = chain(T, d, n, w, 0.5, 6000, np.random.default_rng(2))
    assert abs(mean - float(regression.replace_risk(T, d, n, s2=0.25, w2=1))) < BOUND * error
    assert abs(mean - float(regression.replace_risk(T, d, n - 1, s2=0.25, w2=1))) > BOUND * error


def test_where_least_squares_has_no_mean():
    for T in (4, 5, 6):
        assert regression.replace_risk(T, 5, 2) is sp.oo
    assert regression.replace_risk(5, 5, 2, s2=0, w2=3) == 0  # it finds w without noise
    assert regression.replace_risk(4, 5, 2, s2=0, w2=1) == sp.Rational(9, 25)
    assert regression.replace_risk(5, 5, 0) == 0


def test_exact_cases_and_limits():
    assert regression.accumulate_risk(12, 5, 6) == sp.Rational(18107, 16632)
    assert regression.accumulate_risk(12, 5, sp.oo) == sp.Rational(5, 6) * 2 * sp.log(2)
    wide = regression.accumulate_risk(10**6, 5, sp.oo) / regression.replace_risk(10**6, 5, 1)
    assert float(wide) == pytest.approx(np.pi**2 / 6, rel=1e-4)
    n, s2 = sp.symbols("n s2", positive=True)
    assert regression.replace_risk(12, 5, n, s2) == 5 * n * s2 / 6
    for risk in (
        regression.accumulate_risk(13, 5, 10_001),
        regression.accumulate_risk(13, 5, sp.oo),
    ):
        assert float(risk - regression.accumulate_risk(13, 5, 10_000)) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (
            lambda: regression.accumulate_risk(6, 5, 2),
            ValueError,
            r"T must be more than d \+ 1 = 6",
        ),
        (lambda: regression.replace_risk(0, 5, 2), ValueError, "T must be at least 1"),
        (lambda: regression.replace_risk(sp.Symbol("T"), 5, 2), TypeError, "T must be a number"),
        (
            lambda: regression.replace_risk(9, 5, 2, s2=-1),
            ValueError,
            "s2 must be finite and at least 0",
        ),
        (lambda: regression.replace_risk(9, 5, 1.5), TypeError, "n must be an integer"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_a_million_fits_are_floats_in_no_time():
    """SymPy's own digamma, and powers of fractions, would take minutes."""
    end = float(regression.accumulate_risk(12, 5, sp.oo))
    for fits in (10_001, 10**6):
        rest = 5 / 12 * (1 / np.arange(fits + 1, 4e6) ** 2).sum() + 5 / (12 * 4e6)
        found = float(regression.accumulate_risk(12, 5, fits))
        assert end - found == pytest.approx(rest, rel=1e-3)  # 1/(i(i - 1/2)) is nearly 1/i^2
        assert end - found != pytest.approx(rest / 2, rel=1e-3)
    settled = regression.ridge_risk(20, 5, 10**6, 1, 1, 1)
    assert float(settled) == pytest.approx(1 + (20 / 21) ** 2 / (1 - (20 / 21) ** 2) / 4)
    close = [float(regression.ridge_risk(20, 5, fits, 0.001, 1, 1)) for fits in (1000, 1001)]
    assert 0 < close[1] - close[0] < 0.3
    assert regression.ridge_risk(20, 5, 10**6, 0, 1, 1) == 250_000
