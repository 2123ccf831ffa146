"""The bounds for noisy fits: where they are tight, where they hold, and where they break.

Every simulated step is written out here in NumPy; the chapter and the register use `mc.run`.
"""

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from modelcollapse.theory.noisy import bounded_noise_bound, lower_bound
from tests.chance import has_mean, z_score

REPLICATES, FITS = 40_000, 4


def gaussian_chain(M, noise, rng):
    """(mu_n - mu)^2 after FITS unbiased fits of N(0, 1), moved by noise(points)."""
    mu, sd = np.zeros((2, REPLICATES))
    sd += 1
    for _ in range(FITS):
        x = mu[:, None] + sd[:, None] * rng.standard_normal((REPLICATES, M))
        mu, sd = x.mean(1) + noise(x), x.std(1, ddof=1)
    return mu**2


def skew(x, c=1.5):
    """c m_3 / m_2: odd, and the same wherever the data lie."""
    gaps = x - x.mean(1, keepdims=True)
    return c * (gaps**3).mean(1) / (gaps**2).mean(1)


def skew_size(M, c=1.5):
    """E skew^2 for M points of variance 1, normal (Fisher 1930)."""
    return sp.nsimplify(c) ** 2 * sp.Rational(6 * (M - 1) * (M - 2), M * (M + 1) * (M + 3))


@pytest.mark.parametrize("M", [8, 20])
def test_the_bound_is_met_with_equality(M):
    squares = gaussian_chain(M, skew, np.random.default_rng(1))
    bound = lower_bound(1, [M] * FITS, [skew_size(M)] * FITS)
    assert has_mean(squares, float(bound))


def test_without_the_noise_term_the_equality_fails():
    squares = gaussian_chain(20, skew, np.random.default_rng(1))
    assert not has_mean(squares, float(lower_bound(1, [20] * FITS, [0] * FITS)))


def test_the_bound_is_met_in_three_dimensions():
    rng, M = np.random.default_rng(2), 10
    cov = np.diag([2.0, 1.0, 0.5])
    mean, root = np.zeros((REPLICATES, 3)), np.broadcast_to(np.sqrt(cov), (REPLICATES, 3, 3))
    for _ in range(3):
        x = mean[:, None] + rng.standard_normal((REPLICATES, M, 3)) @ root.swapaxes(1, 2)
        mean = x.mean(1) + np.stack([skew(x[..., k]) for k in range(3)], axis=-1)
        gaps = x - x.mean(1, keepdims=True)
        root = np.linalg.cholesky(gaps.swapaxes(1, 2) @ gaps / (M - 1))
    noise = [sp.Rational(7, 2) * skew_size(M)] * 3
    assert has_mean((mean**2).sum(1), float(lower_bound(cov, [M] * 3, noise)))


def uniform_chain(M, rng):
    """(mu_n - mu)^2 for uniform laws of variance 1, refitted by midrange and unbiased range."""
    mu, width = np.zeros(REPLICATES), np.full(REPLICATES, np.sqrt(12.0))
    squared_range = (M - 1) * M / ((M + 1) * (M + 2))
    for _ in range(FITS):
        x = mu[:, None] + width[:, None] * (rng.random((REPLICATES, M)) - 0.5)
        low, high = x.min(1), x.max(1)
        mu, width = (low + high) / 2, (high - low) / np.sqrt(squared_range)
    return mu**2


@pytest.mark.parametrize("M", [10, 30])
def test_the_midrange_breaks_the_bound(M):
    """Its noise, midrange minus mean, is not orthogonal to the sample mean."""
    squares = uniform_chain(M, np.random.default_rng(3))
    assert has_mean(squares, 6 * FITS / ((M + 1) * (M + 2)))
    noise = sp.Rational(1, M) - sp.Rational(6, (M + 1) * (M + 2))  # E (midrange - mean)^2
    assert z_score(squares, float(lower_bound(1, [M] * FITS, [noise] * FITS))) < -50
    assert z_score(squares, float(lower_bound(1, [M] * FITS, [0] * FITS))) < -50


@pytest.mark.parametrize("M", [5, 20, 100])
@pytest.mark.parametrize("K", [0.5, 2])
def test_the_bounded_noise_bound_holds_and_is_nearly_met(M, K):
    """The worst noise pulls towards the model's mean: short of the bound by sqrt(2/pi) to 1."""
    gap = np.random.default_rng(4).standard_normal(REPLICATES * 5) / np.sqrt(M)
    noise = -K / M * np.sign(gap)
    increment = (gap + noise) ** 2 - noise**2
    assert z_score(increment, float(bounded_noise_bound(1, M, K))) > 5
    assert has_mean(increment, 1 / M - 2 * K * np.sqrt(2 / np.pi) / M**1.5)


@pytest.mark.parametrize("N", [1, 10, 1000])
def test_no_smaller_constant_would_do_in_many_dimensions(N):
    """The length of a normal vector is nearly constant: the worst noise comes within 1/N."""
    M, K = 20, 2
    length = np.sqrt(2 / N) * np.exp(math.lgamma((N + 1) / 2) - math.lgamma(N / 2))
    increment = 1 / M - 2 * K * length / M**1.5
    assert 0 < increment - float(bounded_noise_bound(1, M, K)) < 2 * K / N / M**1.5


def test_a_covariance_with_very_many_digits():
    bound = bounded_noise_bound([[0.0625, 0], [0, 1.4e-308]], 2, 0.5)
    assert float(bound) == pytest.approx(float(bounded_noise_bound(0.0625, 2, 0.5)))


def test_symbols_and_exact_numbers():
    a, b, c, M0, M1, e = sp.symbols("a b c M_0 M_1 e", positive=True)
    bound = lower_bound([[a, b], [b, c]], [M0, M1], [e, 2 * e])
    assert sp.simplify(bound - ((a + c) * (1 / M0 + 1 / M1) + 3 * e)) == 0
    assert lower_bound(sp.eye(2), [2, 3], [0, 0.1]) == sp.Rational(5, 3) + sp.Rational(1, 10)
    assert lower_bound(1, [], []) == 0


covariances = st.lists(st.lists(st.floats(-9, 9), min_size=2, max_size=2), min_size=2, max_size=2)
sample_sizes = st.lists(st.integers(2, 10**7), min_size=1, max_size=6)


@settings(deadline=None)
@given(covariances, sample_sizes, st.floats(0, 9))
def test_the_bound_grows_with_every_fit_and_depends_on_the_trace_alone(root, sizes, noise):
    cov = np.array(root) @ np.array(root).T
    bound = lower_bound(cov, sizes, [noise] * len(sizes))
    assert 0 <= lower_bound(cov, sizes[:-1], [noise] * (len(sizes) - 1)) <= bound
    total = sum(lower_bound(v, sizes, [0] * len(sizes)) for v in np.diag(cov))
    assert float(lower_bound(cov, sizes, [0] * len(sizes))) == pytest.approx(float(total))


@settings(deadline=None)
@given(covariances, st.integers(2, 10**7), st.floats(0, 9), st.floats(0, 9))
def test_more_noise_allows_less_growth(root, M, K, more):
    cov = np.array(root) @ np.array(root).T
    free, bound = (float(bounded_noise_bound(cov, M, k)) for k in (0, K))
    assert free == pytest.approx(np.trace(cov) / M)
    slack = 1e-12 * free
    assert float(bounded_noise_bound(cov, M, K + more)) - slack <= bound <= free + slack
    # it is a square less the square of the noise
    assert bound >= -((K / M) ** 2) * (1 + 1e-9) - slack


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_covariance_is_square_and_symmetric(rows, columns, data):
    numbers = st.lists(st.integers(-3, 3), min_size=columns, max_size=columns)
    cov = np.array(data.draw(st.lists(numbers, min_size=rows, max_size=rows)))
    good = rows == columns and (cov == cov.T).all() and np.linalg.eigvalsh(cov)[0] > -1e-9
    if good:
        assert lower_bound(cov, [2], [0]) == sp.Rational(int(np.trace(cov)), 2)
    else:
        with pytest.raises(ValueError, match="cov must be"):
            lower_bound(cov, [2], [0])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: lower_bound([[1, 2], [0, 1]], [2], [0]), ValueError, "cov must be symmetric"),
        (lambda: lower_bound([[1, 2], [2, 1]], [2], [0]), ValueError, "positive semidefinite"),
        (lambda: lower_bound([[1, 2]], [2], [0]), ValueError, r"square, got \[\[1, 2\]\]"),
        (lambda: lower_bound([], [2], [0]), ValueError, "square"),
        (lambda: lower_bound(-1, [2], [0]), ValueError, "cov must be finite and at least 0"),
        (lambda: lower_bound("1", [2], [0]), TypeError, "cov must be a number.*'1'"),
        (lambda: lower_bound([["a"]], [2], [0]), TypeError, r"cov\[0, 0\] must be a number"),
        (lambda: lower_bound([[math.nan]], [2], [0]), ValueError, r"cov\[0, 0\] must be finite"),
        (lambda: lower_bound([[sp.I]], [2], [0]), TypeError, r"cov\[0, 0\] must be a real"),
        (lambda: lower_bound([[1, sp.Symbol("x")], [0, 1]], [2], [0]), ValueError, "sym"),
        (lambda: lower_bound(1, [1], [0]), ValueError, r"sample_sizes\[0\].*at least 2, got 1"),
        (lambda: lower_bound(1, [9, 9], [0]), ValueError, "one entry for each of the 2 fits.*1"),
        (lambda: lower_bound(1, [9], 0), TypeError, "noise must be a sequence.*got 0"),
        (lambda: lower_bound(1, [9], [-0.5]), ValueError, r"noise\[0\].*at least 0, got -"),
        (lambda: lower_bound(1, [9], ["1"]), TypeError, r"noise\[0\] must be a number"),
        (lambda: bounded_noise_bound(1, 1, 1), ValueError, "M must be at least 2, got 1"),
        (lambda: bounded_noise_bound(1, 9, -1), ValueError, "K must be.*at least 0, got -1"),
        (lambda: bounded_noise_bound(1, 9.5, 1), TypeError, "M must be an integer.*9.5"),
    ],
)  # fmt: skip
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()
