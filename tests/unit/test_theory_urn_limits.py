"""Accumulation with a real share, a fitted variance and a slant: formulas against the pool itself.

Seeds 3 to 5. A right formula fails once in 5e7 times at 5.6 standard errors.
"""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import pooling, urn

BOUND, RUNS = 5.6, 120_000


def fitted_pools(m, alpha, rounds, slant=0.0, seed=3, known=False):
    """Mean and variance of pools; each model writes with its own mean, slant and variance."""
    rng = np.random.default_rng(seed)
    first = rng.standard_normal((RUNS, m))
    total, square, size, real = first.sum(1), (first**2).sum(1), m, round(alpha * m)
    for _ in range(rounds):
        mean = total / size
        width = np.ones(RUNS) if known else np.sqrt(np.maximum(square / size - mean**2, 0))
        new = rng.standard_normal((RUNS, m))
        new[:, real:] = (mean + slant)[:, None] + width[:, None] * new[:, real:]
        total, square, size = total + new.sum(1), square + (new**2).sum(1), size + m
    return total / size, square / size - (total / size) ** 2


def apart(samples, value):
    """How many standard errors the mean of the samples lies from a value."""
    return abs(samples.mean() - float(value)) / (samples.std() / np.sqrt(len(samples)))


def test_maximum_likelihood_is_that_of_the_pool():
    mean, variance = fitted_pools(4, 0.25, 20)
    right, known = urn.likelihood_variance(4, 0.25, 20), urn.mean_variance(4, 0.25, 20)
    assert apart(mean**2, right) < BOUND < apart(mean**2, known)
    assert apart(variance, 1 - right) < BOUND < apart(variance, 1 - known)


def test_each_point_real_with_a_probability_is_another_pool():
    by_lot = pooling.accumulate_path(5, 21, 0.4, ddof=0)[-1].mean_variance
    by_number = urn.likelihood_variance(5, 0.4, 20)
    assert 1.01 * by_number < by_lot < 1.1 * by_number  # the number of real points varies too
    mean, _ = fitted_pools(5, 0.4, 20, seed=5)
    assert apart(mean**2, by_number) < BOUND


def test_a_slant_piles_up_as_it_says():
    mean, _ = fitted_pools(5, 0.4, 20, slant=0.3, seed=4, known=True)
    assert apart(mean, 0.3 * urn.slant_bias(0.4, 20)) < BOUND
    at_the_end = 0.3 * 0.6 / 0.4  # what it tends to, and has not reached
    assert apart(mean, at_the_end) > BOUND
    mean, _ = fitted_pools(5, 0, 20, slant=0.3, seed=4, known=True)
    assert apart(mean, 0.3 * urn.slant_bias(0, 20)) < BOUND < apart(mean, 0.3 * np.log(21))


@pytest.mark.parametrize(("alpha", "m"), [(0, 3), (0.2, 10), (0.1, 1), (0.3, 2)])
def test_the_limit_with_a_fitted_variance(alpha, m):
    scaled = [float(urn.likelihood_variance(m, alpha, t)) * m * t ** (2 * alpha) for t in
              (10**4, 10**6)]  # fmt: skip
    limit = float(urn.limit(alpha, m))
    assert abs(scaled[1] - limit) < abs(scaled[0] - limit) < 0.1 * limit
    assert abs(scaled[1] - float(urn.limit(alpha))) > abs(scaled[1] - limit)


def test_without_real_data_the_limit_is_the_law_of_the_sine():
    for m in (2, 5, 40):
        a = np.pi / np.sqrt(m)
        assert float(urn.limit(0, m)) == pytest.approx(m * (1 - np.sin(a) / a), rel=1e-12)
    assert urn.limit(0.75, 4) == urn.limit(0.75) == 2


@pytest.mark.parametrize("alpha", [0, 0.1, 0.4])
def test_the_lasting_share_is_that_of_many_rounds(alpha):
    t = 10**6
    share = float(urn.bias_factor(alpha, t)) ** 2 / float(urn.mean_variance(1, alpha, t))
    lasting = float(urn.lasting_share(alpha))
    assert 0 < share - lasting < 0.1 * lasting * t ** -(1 - 2 * alpha) * 1e3
    assert urn.lasting_share(0.5) == urn.lasting_share(0.9) == 0


def test_symbols_and_numbers_are_one_formula():
    a, m, t = sp.symbols("a m t", positive=True)
    values = {a: sp.Rational(2, 5), m: 7}
    assert urn.likelihood_variance(m, a, 4).subs(values) == urn.likelihood_variance(7, 0.4, 4)
    symbolic = urn.slant_bias(a, t).subs({a: sp.Rational(1, 2), t: 6})
    assert sp.simplify(symbolic - urn.slant_bias(0.5, 6)) == 0
    assert urn.slant_bias(0, 3) == sp.Rational(13, 12)
    assert urn.slant_bias(1, 3) == 0
    assert float(urn.slant_bias(0, 10_001) - urn.slant_bias(0, 10_000)) == pytest.approx(1 / 10_002)
    assert abs(float(urn.likelihood_variance(4, 0.3, 1001) / urn.likelihood_variance(4, 0.3, 1000))
               - 1) < 1e-3  # fmt: skip


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: urn.likelihood_variance(5, 2, 3), ValueError, "alpha must lie between 0 and 1"),
        (
            lambda: urn.likelihood_variance(5, sp.Symbol("a"), 31),
            ValueError,
            "t must be at most 30",
        ),
        (lambda: urn.limit(0.2, 0), ValueError, "m must be at least 1"),
        (lambda: urn.limit(0.2, sp.Symbol("m")), TypeError, "m must be a number"),
        (lambda: urn.lasting_share(sp.Symbol("a")), ValueError, "alpha must be a number"),
        (lambda: urn.slant_bias(0.5, -1), ValueError, "t must be at least 0"),
    ],
)
def test_bad_input_for_limits(call, error, words):
    with pytest.raises(error, match=words):
        call()
