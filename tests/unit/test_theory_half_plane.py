"""The Gaussian with and without a pull, against its own chain; the other divisor must fail.

Laws and means are held with a probability of 2e-8 to reject a true one (`tests.chance`).
"""

import numpy as np
import pytest
import sympy as sp
from scipy import stats

from modelcollapse.theory import priors
from tests.chance import has_law, has_mean

RUNS, SIZE, HALF = 4000, 400, sp.Rational(1, 2)


def bells(pull, ddof=0, size=SIZE, generations=6 * SIZE, seed=6):
    """Mean and variance of Gaussians that pseudo-points at N(0, 1) pull."""
    rng = np.random.default_rng(seed)
    mu, s = np.zeros(RUNS), np.ones(RUNS)
    w = size / (size + pull)
    for _ in range(generations):
        mean = mu + np.sqrt(s / size) * rng.standard_normal(RUNS)
        spread = s * rng.chisquare(size - 1, RUNS) / size
        mu = w * mean
        s = (w * spread + (1 - w) * (w * mean**2 + 1)) * size / (size - ddof)
    return mu, s


@pytest.mark.parametrize(("ddof", "c"), [(0, 1), (1, HALF)])
def test_the_gaussian_in_the_half_plane(ddof, c):
    mu, s = bells(1, ddof)
    shape, size, dof = map(float, priors.gaussian_law(1, c))
    assert has_law(s, stats.invgamma(shape, scale=size))
    assert has_law(mu * np.sqrt(dof), stats.t(dof))
    shape, size, dof = map(float, priors.gaussian_law(HALF, c))
    assert not has_law(s, stats.invgamma(shape, scale=size))
    other = float(priors.gaussian_law(1, 3 * HALF - c)[0])
    assert not has_law(s, stats.invgamma(other, scale=1))


def test_the_variance_of_a_gaussian_mean_is_that_of_a_coin():
    mu = np.concatenate([bells(1, 0, 5, 60, seed)[0] for seed in range(10)])
    assert has_mean(mu**2, float(priors.pseudo_variance(5, 1, -1)))
    assert not has_mean(mu**2, float(priors.pseudo_variance(5, 1, 0)))


@pytest.mark.parametrize(("ddof", "c"), [(0, 1), (1, HALF)])
def test_where_the_mean_ends_without_a_pull(ddof, c):
    mu, _ = bells(0, ddof, generations=10 * SIZE)
    dof, factor = map(float, priors.end_law(c))
    assert has_law(mu, stats.t(dof, scale=factor))
    dof, factor = map(float, priors.end_law(3 * HALF - c))
    assert not has_law(mu, stats.t(dof, scale=factor))
