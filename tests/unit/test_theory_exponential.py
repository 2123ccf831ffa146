"""Exponential families: one recurrence for five, and the fates of three, against their chains."""

import numpy as np
import pytest
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import exponential, tails
from tests.chance import has_mean

BOUND = 5.6
SIZES = [8, 12, 10]
# v2, V as a function of the mean, the mean at the start, and means of M new points
FAMILIES = {
    "Bernoulli": (-1, lambda m: m * (1 - m), 0.3, lambda m, M, rng: rng.binomial(M, m) / M),
    "Poisson": (0, lambda m: m, 2.0, lambda m, M, rng: rng.poisson(M * m) / M),
    "gamma, shape 2": (
        0.5,
        lambda m: m * m / 2,
        1.0,
        lambda m, M, rng: rng.gamma(2 * M, m / (2 * M)),
    ),
    "normal": (0, lambda m: 1 + 0 * m, 0.0, lambda m, M, rng: rng.normal(m, M**-0.5)),
    "hyperbolic secant": (
        1 / 9,
        lambda m: 9 + m * m / 9,
        1.0,
        lambda m, M, rng: mc.HyperbolicSecant(m, shape=9.0).totals(M, rng) / M,
    ),
}


def after(name, runs, rng):
    """The mean parameters of many runs after the fits."""
    *_, start, draw = FAMILIES[name]
    means = np.full(runs, start)
    for M in SIZES:
        means = draw(means, M, rng)
    return means


@pytest.mark.parametrize("name", FAMILIES)
def test_the_paths_are_those_of_the_family(name):
    v2, V, start, _ = FAMILIES[name]
    means = after(name, 200_000, np.random.default_rng(1))
    squares = (means - start) ** 2
    for values, path in (
        (V(means), exponential.mean_variance_path(v2, V(start), SIZES)),
        (squares, exponential.spread_path(v2, V(start), SIZES)),
    ):
        error = values.std() / np.sqrt(values.size) + 1e-12
        assert abs(values.mean() - float(path[-1])) < BOUND * error


def test_another_coefficient_is_found():
    means = after("Bernoulli", 200_000, np.random.default_rng(1))
    values = means * (1 - means)
    wrong = exponential.mean_variance_path(0, 0.21, SIZES)[-1]
    assert abs(values.mean() - float(wrong)) > BOUND * values.std() / np.sqrt(values.size)


def test_the_conservation_law():
    v2, V0, M = sp.symbols("v2 V0 M", positive=True)
    means = exponential.mean_variance_path(v2, V0, [M, 7, M + 1])
    spreads = exponential.spread_path(v2, V0, [M, 7, M + 1])
    for mean, spread in zip(means, spreads, strict=True):
        assert sp.simplify(mean - v2 * spread - V0) == 0


def test_exact_cases_and_bad_input():
    assert exponential.mean_variance_path(-1, 0.25, [10, 10])[-1] == sp.Rational(81, 400)
    assert exponential.mean_variance_path(-1, 1, [1, 5]) == [1, 0, 0]
    assert exponential.spread_path(0, 1, [4, 4]) == [0, sp.Rational(1, 4), sp.Rational(1, 2)]
    with pytest.raises(ValueError, match="V0 must be finite and at least 0"):
        exponential.mean_variance_path(-1, -1, [3])
    with pytest.raises(ValueError, match=r"sample_sizes\[1\] must be at least 1"):
        exponential.spread_path(-1, 1, [3, 0])
    with pytest.raises(TypeError, match="v2 must be a number"):
        exponential.mean_variance_path("no", 1, [3])


def last(law, sizes=SIZES, runs=200_000):
    """The mean parameters after the fits, by the package's loop."""
    trace = mc.run(law, sample_size=sizes, generations=len(sizes), replicates=runs, rng=2)
    return trace.m[-1].values


def test_a_poisson_law_dies_out_as_derived():
    died = last(mc.Poisson(m=0.4)) == 0
    assert has_mean(died, exponential.poisson_extinct(0.4, SIZES))
    # wrong: the same size in each generation, and one generation too many
    assert not has_mean(died, exponential.poisson_extinct(0.4, [10, 10, 10]))
    assert not has_mean(died, exponential.poisson_extinct(0.4, [*SIZES, 10]))
    same = exponential.poisson_extinct(0.4, [10] * 7)
    assert same == pytest.approx(np.exp(-0.4 * 10 * tails.survival(6)), rel=1e-12)
    m, M = sp.symbols("m M", positive=True)
    symbolic = exponential.poisson_extinct(m, [M, 12, 10]).subs({m: 0.4, M: 8})
    assert float(symbolic) == pytest.approx(exponential.poisson_extinct(0.4, SIZES), rel=1e-12)
    assert exponential.poisson_extinct(0, []) == 1 > exponential.poisson_extinct(1, []) == 0


def test_the_logarithm_of_a_gamma_mean_drifts_as_derived():
    logs = np.log(last(mc.Gamma(shape=2.0)))
    drift = float(sum(exponential.gamma_drift(2, M) for M in SIZES))
    assert has_mean(logs, drift)
    assert not has_mean(logs, 0)  # that of m itself
    assert not has_mean(logs, float(sum(exponential.gamma_drift(1, M) for M in SIZES)))

    for M in (1001, 10**9, 10**30):  # beyond the exact ones: the series of psi
        series = -1 / (2 * M) - 1 / (12 * M**2)
        assert float(exponential.gamma_drift(1, M)) == pytest.approx(series, rel=1e-10, abs=0)
        assert float(exponential.gamma_drift(1, M)) != pytest.approx(2 * series, rel=1e-2, abs=0)
    exact = exponential.gamma_drift(sp.Rational(1, 2), 2000)  # rM = 1000
    assert exact.has(sp.EulerGamma)
    assert float(exact) == pytest.approx(-1 / 2000 - 1 / (12 * 1000**2), rel=1e-9)


def test_the_conservation_law_says_nothing_of_the_variance():
    """A martingale with steps twice as wide keeps E V - v2 Var m, and not E V."""
    m, rng = np.full(200_000, 0.5), np.random.default_rng(3)
    m = m + 2 * (rng.binomial(20, m) / 20 - m)
    kept, V = m * (1 - m) + (m - 0.5) ** 2, m * (1 - m)
    assert kept == pytest.approx(0.25)
    assert not has_mean(V, exponential.mean_variance_path(-1, 0.25, [20])[-1])
    assert has_mean(V, exponential.mean_variance_path(-1, 0.25, [5])[-1])


def test_the_reciprocal_of_an_inverse_gaussian_mean_grows_as_derived():
    reciprocals = 1 / last(mc.InverseGaussian(m=0.8, shape=2.0))
    path = exponential.reciprocal_path(0.8, 2, SIZES)
    assert has_mean(reciprocals, float(path[-1]))
    assert not has_mean(reciprocals, float(path[0]))  # a martingale it is not
    assert path[:2] == [sp.Rational(5, 4), sp.Rational(5, 4) + sp.Rational(1, 16)]
