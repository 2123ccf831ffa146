"""One law check for every family: the exact way against drawing every point.

`LAWS` is the list of families; a new family joins it and is held to all tests here.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

import modelcollapse as mc
from tests.chance import has_law, has_mean, same_law

COV = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 0.5]])
LAWS = {
    "gaussian": mc.Gaussian(mu=1.0, sigma=2.0),
    "gaussian, maximum likelihood": mc.Gaussian(mu=1.0, sigma=2.0, ddof=0),
    "multivariate": mc.MultivariateGaussian([1.0, 0.0, -1.0], COV),
    "categorical": mc.Categorical([0.5, 0.3, 0.15, 0.05, 0.0]),
    "multivariate, fewer points than dimensions": mc.MultivariateGaussian(
        np.zeros(5), np.eye(5), ddof=0
    ),
    "bernoulli": mc.Bernoulli(m=0.3),
    "poisson": mc.Poisson(m=2.0),
    "gamma": mc.Gamma(m=1.5, shape=2.0),
    "inverse gaussian": mc.InverseGaussian(m=1.5, shape=0.7),
    "hyperbolic secant": mc.HyperbolicSecant(m=0.7),
    "hyperbolic secant, shape 2.5": mc.HyperbolicSecant(m=0.7, shape=2.5),
    "quadratic, negative binomial": mc.QuadraticVariance(m=2.0, v1=1.0, v2=0.5),
    "regression": mc.LinearRegression([1.0, -0.5, 0.5, 1.0], noise=0.5),
    "regression, fewer rows than columns": mc.LinearRegression(np.ones(7) / 2, noise=0.5),
    "ridge": mc.LinearRegression([2.0, -1.0], noise=0.1, penalty=0.3),
}
REGIMES = {
    "replace": mc.Replace(),
    "mixing": mc.Mixing(alpha=0.5, beta=0.3, gamma=0.2),
    "accumulate": mc.Accumulate(),
    "subsample": mc.Subsample(),
    "keep original": mc.KeepOriginal(0.3),
    "augment, all": mc.Augment(),
    "augment, fresh": mc.Augment(2, fresh=True),
}


# Figure 6 as weights: a fresh draw from the truth and every model so far, all equally likely
FRESH_DRAWS = mc.Mixing(lambda i: 1 / (i + 2), lambda i: (i + 1) / (i + 2), 0)
REPLICATES = 20_000


def final(law, regime, *, pointwise, rng):
    """The fifth generation's records as columns, (replicates, numbers)."""
    trace = mc.run(
        law,
        sample_size=4,
        generations=5,
        regime=regime,
        replicates=REPLICATES,
        rng=rng,
        pointwise=pointwise,
    )
    last = trace.isel(generation=-1)
    if "cov" in last:  # of a singular covariance the factor is no function of the data's law
        last = last.drop_vars("factor")
    return np.hstack([last[name].values.reshape(REPLICATES, -1) for name in sorted(last.data_vars)])


@pytest.fixture(scope="module")
def right():
    """Gives what two ways make of a law and a regime, and makes each once."""

    @cache
    def made(law, regime, pointwise):
        return final(LAWS[law], REGIMES[regime], pointwise=pointwise, rng=1 + pointwise)

    return made


def agree(a, b):
    """Whether all columns of two samples may come from one law."""
    return all(same_law(one, other) for one, other in zip(a.T, b.T, strict=True))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("regime", REGIMES)
def test_exact_way_has_the_law_of_drawing_every_point(right, law, regime):
    assert agree(right(law, regime, pointwise=False), right(law, regime, pointwise=True))


@dataclass(frozen=True)
class Smoothed(mc.Categorical):
    """The discrete law fitted with Laplace's rule: half a point more in every state."""

    def fit(self, data, *, rng=None):
        counts = data.values + 0.5
        return Smoothed(counts / counts.sum(axis=1, keepdims=True))


def drawn_back(law):
    """The same family, whose fit stays a fifth of the way at the mean of the original law."""

    class Back(type(law)):
        def fit(self, data, *, rng=None):
            fitted = super().fit(data, rng=rng)
            return fitted._fitted(m=0.8 * fitted.m + 0.2 * law.m)

    return Back(**vars(law))


def wrong_fit(law):
    """A family of the same law with another estimator."""
    if hasattr(law, "p"):
        return Smoothed(law.p)
    if hasattr(law, "penalty"):
        return replace(law, penalty=law.penalty + 1)
    return drawn_back(law) if hasattr(law, "m") else replace(law, ddof=1 - law.ddof)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_check_sees_a_wrong_fit(right, law):
    """The same check on another estimator: it must fail."""
    of = LAWS[law]
    other = wrong_fit(of)
    wrong = final(other, mc.Replace(), pointwise=not hasattr(of, "p"), rng=3)
    assert not agree(right(law, "replace", pointwise=False), wrong)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_check_sees_fresh_draws_instead_of_a_subsample(right, law):
    """The tempting short cut for Subsample, points redrawn from past models: it must fail."""
    wrong = final(LAWS[law], FRESH_DRAWS, pointwise=False, rng=3)
    assert not agree(right(law, "subsample", pointwise=True), wrong)


@pytest.mark.parametrize("size", [2, 3, 50, 10**7])
def test_gaussian_data_sets_follow_cochran(size):
    from scipy import stats

    data = (
        mc.Gaussian(mu=3.0, sigma=2.0).replicate(20_000).sample(size, rng=np.random.default_rng(3))
    )
    assert has_law(data.mean, stats.norm(3, 2 / np.sqrt(size)))
    assert has_law(data.scatter / 4, stats.chi2(size - 1))
    # independent: for a normal mean and any scatter, the product of the centred two has mean 0
    assert has_mean((data.mean - 3) * (data.scatter - 4 * (size - 1)), 0)


def test_pooling_moments_is_pooling_points():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(6, 5)), rng.normal(size=(6, 3))
    pooled = mc.Moments.of(mc.Points(a)) + mc.Moments.of(mc.Points(b))
    whole = np.hstack([a, b])
    np.testing.assert_allclose(pooled.mean, whole.mean(1))
    np.testing.assert_allclose(pooled.scatter, whole.var(1) * 8)
    mixed = mc.Points(a) + mc.Moments.of(mc.Points(b))
    np.testing.assert_allclose(mixed.scatter, pooled.scatter)


def test_pooling_moments_in_several_dimensions():
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(6, 5, 2)), rng.normal(size=(6, 3, 2))
    pooled = mc.Moments.of(mc.Points(a)) + mc.Moments.of(mc.Points(b))
    for i in range(6):
        whole = np.vstack([a[i], b[i]])
        np.testing.assert_allclose(pooled.mean[i], whole.mean(0))
        np.testing.assert_allclose(pooled.scatter[i], 8 * np.cov(whole.T, ddof=0))


def test_points_of_unequal_number_pool_until_equal():
    left = mc.Points.first(np.arange(6.0).reshape(2, 3), np.array([3, 1]))
    right = mc.Points.first(np.arange(10.0, 16).reshape(2, 3), np.array([1, 3]))
    pooled = left + right
    np.testing.assert_array_equal(pooled.values, [[0, 1, 2, 10], [3, 13, 14, 15]])
    np.testing.assert_allclose(mc.Moments.of(left).mean, [1, 3])


def test_draws_are_uniform_subsets():
    pool = mc.Points(np.broadcast_to(np.arange(5.0), (20_000, 5)))
    drawn = pool.draw(2, rng=np.random.default_rng(6)).values
    assert (drawn[:, 0] != drawn[:, 1]).all()
    for point in range(5):
        assert has_mean((drawn == point).any(axis=1), 2 / 5)
    with pytest.raises(ValueError, match="size must be at most the 5 points"):
        pool.draw(6, rng=np.random.default_rng(0))


def test_counts_pool_and_draw_as_points_do():
    values = np.array([[0.0, 1.0, 1.0, 3.0], [2.0, 2.0, 2.0, 0.0]])
    counts = mc.Counts.of(mc.Points(values), 4)
    np.testing.assert_array_equal(counts.values, [[1, 2, 0, 1], [1, 0, 3, 0]])
    pooled = mc.Points(values) + counts
    np.testing.assert_array_equal(pooled.values, 2 * counts.values)
    np.testing.assert_array_equal(pooled.draw(8, rng=np.random.default_rng(0)).values,
                                  pooled.values)  # fmt: skip
    with pytest.raises(ValueError, match="size must be at most the 4 points"):
        counts.draw(5, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="whole numbers from 0 to 2"):
        mc.Counts.of(mc.Points(values), 3)


def test_drawn_counts_are_hypergeometric():
    from scipy import stats

    pool = mc.Counts(np.broadcast_to([3, 2, 4], (50_000, 3)))
    drawn = pool.draw(4, rng=np.random.default_rng(7)).values
    assert (drawn.sum(axis=1) == 4).all()
    for state, count in enumerate([3, 2, 4]):
        for k in range(count + 1):
            assert has_mean(drawn[:, state] == k, stats.hypergeom(9, count, 4).pmf(k))
    # all at once: two of the first and one of each other, 3 * 2 * 4 of the 126 draws
    assert has_mean((drawn == [2, 1, 1]).all(axis=1), 3 * 2 * 4 / 126)


def test_an_extinct_state_stays_extinct():
    """Shares whose floating-point sum falls short of 1 leave a crumb to the last state."""
    p = np.array([[0.1] * 3 + [0.7 - 1e-9, 0.0]])
    law = mc.Categorical(p / p.sum())
    object.__setattr__(law, "p", p)  # a crumb of 1e-9, to see it within a few draws
    data = law.sample(10**9, rng=np.random.default_rng(0))
    assert data.values[0, -1] == 0
    assert data.size[0] == 10**9
