"""Quadratic variance functions: one recurrence for five families, against their chains."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import exponential

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
