"""Refits with a pull: exact chains and loops written out here; a wrong strength must fail.

Laws and means are held with a probability of 2e-8 to reject a true one (`tests.chance`).
"""

import numpy as np
import pytest
import sympy as sp
from scipy import stats

from modelcollapse.theory import priors, weights
from tests.chance import has_law, has_mean

RUNS, SIZE = 4000, 400
M, kappa, v2, m = sp.symbols("M kappa v2 m", positive=True)
HALF = sp.Rational(1, 2)


def coin_chain(size, real, p):
    """States and stationary law of the share of heads, from the chain's own matrix."""
    heads, fresh = np.arange(size + 1), np.arange(real + 1)
    states = np.add.outer(heads, fresh).ravel() / (size + real)
    chances = np.array([
        np.outer(stats.binom.pmf(heads, size, s), stats.binom.pmf(fresh, real, p)).ravel()
        for s in states
    ])  # fmt: skip
    return states, np.linalg.matrix_power(chances, 4000)[0]


def pulled(draw, start, pull, real=None, size=SIZE, generations=6 * SIZE, runs=RUNS):
    """The mean parameter after many generations; draw(rng, mean, size): means of that many."""
    rng = np.random.default_rng(5)
    mean = np.full(runs, float(start))
    for _ in range(generations):
        towards = start if real is None else real(rng)
        mean = (size * draw(rng, mean, size) + pull * towards) / (size + pull)
    return mean


def coin(rng, mean, size):
    return rng.binomial(size, mean) / size


def test_the_variance_of_a_coin_is_that_of_its_chain():
    states, law = coin_chain(7, 2, 0.3)
    spread = law @ (states - law @ states) ** 2 / 0.21
    assert law @ states == pytest.approx(0.3, abs=1e-12)
    assert float(priors.stationary_variance(7, 2, -1)) == pytest.approx(spread, rel=1e-10)
    for wrong in (priors.stationary_variance(7, 2, 0), priors.pseudo_variance(7, 2, -1)):
        assert float(wrong) != pytest.approx(spread, rel=1e-2)


def test_the_variance_with_pseudo_points():
    mean = pulled(lambda rng, m, n: rng.gamma(n, m / n), 1, 3, None, 5, 60, 40_000)
    assert has_mean((mean - 1) ** 2, float(priors.pseudo_variance(5, 3, 1)))
    assert not has_mean((mean - 1) ** 2, float(priors.pseudo_variance(5, 3, 0)))


def test_the_same_formula_as_with_weights():
    n = sp.Symbol("n", positive=True, integer=True)
    ours = priors.stationary_variance(M, n, v2)
    theirs = weights.quadratic_variance(n / (n + M), n, M, v2)
    assert sp.simplify(ours - theirs) == 0
    assert priors.stationary_variance(10, 0, -1) == 1  # a coin without a pull: p(1 - p)


@pytest.mark.parametrize("variance", [priors.stationary_variance, priors.pseudo_variance])
def test_in_the_limit_it_is_the_variance_of_the_conjugate_law(variance):
    limit = sp.limit(variance(M, kappa, v2), M, sp.oo)
    assert sp.simplify(limit - 1 / (2 * kappa - v2)) == 0
    a, b = priors.coin_law(kappa, m)
    beta = a * b / ((a + b) ** 2 * (a + b + 1))
    assert sp.simplify(beta - (m * (1 - m) * limit).subs(v2, -1)) == 0
    shape, rate = priors.poisson_law(kappa, m)
    assert sp.simplify(shape / rate**2 - (m * limit).subs(v2, 0)) == 0
    shape, size = priors.exponential_law(kappa, m)
    inverse = size**2 / ((shape - 1) ** 2 * (shape - 2))
    assert sp.simplify(inverse - (m**2 * limit).subs(v2, 1)) == 0
    shape, size, dof = priors.gaussian_law(kappa)
    assert sp.simplify(1 / (dof - 2) - limit.subs(v2, -1)) == 0
    assert sp.simplify(size / (shape - 1) + 1 / (dof - 2) - 1) == 0  # the second moment is kept


@pytest.mark.parametrize("real", [None, lambda rng: rng.binomial(1, 0.3, RUNS)])
def test_a_coin_settles_to_the_conjugate_law_of_strength_two_kappa(real):
    share = pulled(coin, 0.3, 1, real)
    a, b = (float(x) for x in priors.coin_law(1, 0.3))
    spread_out = share + np.random.default_rng(1).uniform(-HALF, HALF, RUNS) / (SIZE + 1)
    spread_out = np.abs(np.minimum(spread_out, 2 - spread_out))  # its steps made smooth
    assert has_law(spread_out, stats.beta(a, b))
    assert not has_law(spread_out, stats.beta(a / 2, b / 2))


@pytest.mark.parametrize(
    ("draw", "law"),
    [
        (lambda rng, m, n: rng.gamma(n, m / n),
         lambda k: stats.invgamma(*map(float, priors.exponential_law(k, 1)[:1]),
                                  scale=float(priors.exponential_law(k, 1)[1]))),
        (lambda rng, m, n: rng.poisson(n * m) / n,
         lambda k: stats.gamma(float(priors.poisson_law(k, 1)[0]),
                               scale=1 / float(priors.poisson_law(k, 1)[1]))),
    ],
)  # fmt: skip
def test_so_do_other_families(draw, law):
    mean = pulled(draw, 1.0, 2.0)
    assert has_law(mean, law(2))
    assert not has_law(mean, law(1))


@pytest.mark.parametrize("sample", [True, False])
def test_learners_who_sample_the_posterior_keep_the_prior(sample):
    rng = np.random.default_rng(7)
    start, runs = np.append(np.full(50_000, 0.9), rng.beta(2, 1, 50_000)), 100_000
    p, pull = start.copy(), 3
    for size in (1, 4, 2):
        a, b = 2 + (heads := rng.binomial(size, p)), 1 + size - heads
        p = rng.beta(a, b, runs) if sample else a / (a + b)
    left = float(priors.forgetting([1, 4, 2], pull))
    assert has_mean(p[:50_000] - 2 / 3, left * (0.9 - 2 / 3))
    assert not has_mean(p[:50_000] - 2 / 3, float(priors.forgetting([1, 4, 2], 2)) * (0.9 - 2 / 3))
    assert has_law(p[50_000:], stats.beta(2, 1)) == sample


def test_many_generations_are_no_work_for_the_start_that_is_forgotten():
    """One by one, a hundred thousand factors would be minutes of exact arithmetic."""
    left = priors.forgetting([100] * 99_999 + [1], 1)
    assert (int(left.p), int(left.q)) == (100**99_999 // 2, 101**99_999)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: priors.stationary_variance(5, 0, 0), "kappa must be so large that the variance"),
        (lambda: priors.pseudo_variance(100, 0.4, 1), "kappa must be so large that the variance"),
        (lambda: priors.pseudo_variance(5, 1, -2), "v2 must be at least -1, got -2"),
        (lambda: priors.coin_law(0, 0.5), "kappa must be greater than 0, got 0"),
        (lambda: priors.coin_law(1, 1.5), "p must lie between 0 and 1, got 1.5"),
        (lambda: priors.coin_law(1, 0), "p must be above 0 and below 1, got 0"),
        (lambda: priors.poisson_law(1, 0), "m must be greater than 0, got 0"),
        (lambda: priors.gaussian_law(0.1, 0.1), r"kappa \+ 2 c must be above 1/2, got 1/10 and"),
        (lambda: priors.end_law(0), "c must be greater than 0, got 0"),
        (lambda: priors.forgetting([0], 1), r"sample_sizes\[0\] must be at least 1, got 0"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
