"""Closed forms of the Gaussian chain: exact cases, and the package's own simulation."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import modelcollapse as mc
from modelcollapse.theory.gaussian import (
    c4,
    expected_sigma,
    factor_moment,
    half_life,
    log_drift,
    model_variance,
)
from tests.chance import has_law, has_mean

M = sp.Symbol("M", positive=True)


@pytest.mark.parametrize("size", range(2, 9))
def test_c4_is_the_mean_of_a_chi_variable(size):
    x = sp.Symbol("x", positive=True)
    k = size - 1
    density = (
        x ** (k - 1)
        * sp.exp(-(x**2) / 2)
        / (2 ** (sp.Rational(k, 2) - 1) * sp.gamma(sp.Rational(k, 2)))
    )
    mean = sp.integrate(x * density, (x, 0, sp.oo)) / sp.sqrt(k)
    assert sp.simplify(c4(size).rewrite(sp.gamma) - mean) == 0


@pytest.mark.parametrize("size", [3, 4, 6, 11])
@pytest.mark.parametrize("kappa", [-0.4, 0.5, 1, 2, 3.7])
def test_factor_moment_is_an_integral_over_the_chi_square(size, kappa):
    law = stats.chi2(size - 1, scale=1 / (size - 1))
    exact = law.expect(lambda s: s**kappa, epsrel=1e-10)
    assert float(factor_moment(size, kappa)) == pytest.approx(exact, rel=1e-6)
    if kappa != 1:  # the points are not the degrees of freedom
        assert float(factor_moment(size + 1, kappa)) != pytest.approx(exact, rel=1e-3)


def test_factor_moment_in_exact_cases():
    kappa = sp.Symbol("kappa", positive=True)
    assert factor_moment(M, 1) == 1
    assert sp.simplify(factor_moment(M, 2) - (M + 1) / (M - 1)) == 0
    assert sp.simplify(factor_moment(M, sp.Rational(1, 2)) / c4(M).rewrite(sp.gamma)) == 1
    slope = sp.diff(factor_moment(M, kappa), kappa).subs(kappa, 0)
    assert sp.simplify(sp.expand_log(slope - log_drift(M), force=True)) == 0
    assert factor_moment(3, -1) == factor_moment(2, -1) == sp.oo
    assert float(factor_moment(10**7, 2)) == pytest.approx(1 + 2 / (10**7 - 1), rel=1e-14)


@given(st.one_of(st.integers(2, 60), st.integers(2, 10**9)), st.sampled_from([15, 30, 80, 400]))
@settings(deadline=None)
def test_c4_evaluates_to_any_precision(size, digits):
    value = c4(size).evalf(digits)
    with mpmath.workdps(digits + 40):
        half = mpmath.mpf(size) / 2
        gap = mpmath.loggamma(half) - mpmath.loggamma(half - 0.5)
        exact = mpmath.exp(gap) / mpmath.sqrt(half - 0.5)
        assert abs(value._to_mpmath(1500) / exact - 1) < mpmath.mpf(10) ** (1 - digits)


def test_c4_of_numbers_between_integers():
    assert float(c4(sp.Rational(5, 2))) == pytest.approx(
        float(c4(M).rewrite(sp.gamma).subs(M, sp.Rational(5, 2)))
    )


def test_c4_expands_in_the_inverse_sample_size():
    series = c4(M).series(M, sp.oo, 6).removeO()
    for size in (50, 500):  # the first term left out has a coefficient near 0.1
        assert abs(float(series.subs(M, size)) / float(c4(size)) - 1) < 0.2 / size**6
    assert c4(sp.oo) == 1
    with pytest.raises(ValueError, match="M must be at least 2, got 1"):
        c4(1)


def test_model_variance_of_symbols_and_numbers():
    a, b, s = sp.symbols("a b s", positive=True)
    assert sp.simplify(model_variance([a, b], s) - s**2 * (1 + 1 / a + 1 / b)) == 0
    assert model_variance([10, 20]) == sp.Rational(23, 20)
    assert model_variance([]) == 1


@pytest.mark.parametrize("sizes", [[2, 3, 4], [30] * 5])
def test_moments_against_simulation(sizes):
    trace = mc.run(
        mc.Gaussian(), sample_size=sizes, generations=len(sizes), replicates=100_000, rng=5
    ).isel(generation=-1)
    points = np.random.default_rng(6).normal(trace.mu, trace.sigma)
    fourth = np.mean(points**4)
    assert abs(points.var() - float(model_variance(sizes))) < 5.6 * np.sqrt(fourth / 100_000)
    assert has_mean(trace.sigma, float(expected_sigma(sizes)))
    with pytest.raises(AssertionError):  # maximum likelihood has another mean
        assert has_mean(trace.sigma * np.sqrt(1 - 1 / sizes[0]), float(expected_sigma(sizes)))


def test_log_drift_and_half_life_against_simulation():
    trace = mc.run(mc.Gaussian(), sample_size=40, generations=60, replicates=100_000, rng=7)
    logs = 2 * np.log(trace.sigma)
    assert has_mean(logs.sel(generation=1), float(log_drift(40)))
    assert has_mean(logs.sel(generation=60), 60 * float(log_drift(40)))
    assert not has_mean(logs.sel(generation=60), 60 * -1 / 40)  # the first order alone
    median = trace.sigma.median("replicate") ** 2
    crossing = float(np.interp(-0.5, -median, trace.generation))
    # the median's standard error, 1.25 sd / sqrt(R) of log sigma^2 over its drift, is 0.23
    assert abs(crossing - float(half_life(40))) < 5.6 * 0.23 + 0.1


def test_the_mean_converges_to_a_student_variable():
    from scipy import stats

    trace = mc.run(mc.Gaussian(), sample_size=1000, generations=20_000, replicates=2000, rng=8)
    limit = trace.mu.isel(generation=-1)
    assert has_law(limit, stats.t(2))
    assert not has_law(limit, stats.norm(0, limit.std().item()))


@pytest.mark.parametrize("size", [2, 3, 10**7])
def test_log_drift_of_large_sizes(size):
    with mpmath.workdps(40):
        half = mpmath.mpf(size - 1) / 2
        exact = mpmath.digamma(half) - mpmath.log(half)
    assert float(log_drift(size)) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: model_variance([1]), ValueError, r"sample_sizes\[0\] must be at least 2, got 1"),
        (lambda: model_variance(10), TypeError, "sample_sizes must be a sequence.*got 10"),
        (lambda: model_variance("10"), TypeError, "sample_sizes must be a sequence.*got '10'"),
        (lambda: expected_sigma([2.5]), TypeError, r"sample_sizes\[0\] must be an integer.*2.5"),
        (lambda: expected_sigma([True]), TypeError, r"sample_sizes\[0\] must be.*got True"),
        (lambda: model_variance([2], -1), ValueError, "sigma must be finite.*got -1"),
        (lambda: model_variance([2], float("nan")), ValueError, "sigma must be finite.*got nan"),
        (lambda: log_drift(1), ValueError, "M must be at least 2, got 1"),
        (lambda: half_life("3"), TypeError, "M must be an integer or a SymPy symbol, got '3'"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()


def final_variances(size, fits, runs, seed):
    """V with mu_infinity = mu + sigma sqrt(V) Z: the sum of sigma_i^2 / M, unbiased."""
    trace = mc.run(mc.Gaussian(), sample_size=size, generations=fits, replicates=runs, rng=seed)
    return (trace.sigma.values**2).sum(axis=0) / size


@pytest.mark.parametrize(("size", "fits"), [(2, 60), (5, 200)])
def test_tail_of_the_final_error_at_small_sizes(size, fits):
    """x^2 Pr(|mu_inf - mu| > x sigma) is near c_M, and not near what t_2 has (by `chance`).

    At x = 20 the next order in 1/x^2 is below a tenth of a standard error for t_2.
    """
    V = final_variances(size, fits, 60_000, 41)
    beyond = 20**2 * 2 * stats.norm.sf(20 / np.sqrt(V))
    half = sp.Rational(size - 1, 2)
    c_M = 1 / (size * (sp.digamma(half + 1) - sp.log(half)))
    assert has_mean(beyond, float(c_M))
    near = 2 * stats.norm.sf(4 / np.sqrt(V))
    assert not has_mean(near, 2 * stats.t(2).sf(4))


def test_whether_a_variance_becomes_exactly_0_depends_on_the_sample_size():
    """From two spacings of the numbers near mu: all runs end at M = 3, few at M = 31.

    None of 200 runs had ended at M = 31 after 3,000 generations, so a run ends with a probability
    below 0.04 (at 99.9 per cent), with which 40 of 200 is a false alarm rarer than 1e-6. The
    statement that all runs end would leave none above 0.
    """
    start = mc.Gaussian(mu=1.5, sigma=2 * np.spacing(1.5))
    ended = {}
    for size in (3, 31):
        trace = mc.run(
            start, sample_size=size, generations=600, replicates=200, rng=42, pointwise=True
        )
        ended[size] = int((trace.sigma.values[-1] == 0).sum())
    assert ended[3] == 200
    assert ended[31] < 40
