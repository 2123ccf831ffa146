"""One law check for every family: the exact way against drawing every point.

`LAWS` is the list of families; a new family joins it and is held to all tests here.
"""

from dataclasses import replace

import numpy as np
import pytest

import modelcollapse as mc
from tests.chance import has_law, has_mean, same_law

COV = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 0.5]])
LAWS = {
    "gaussian": mc.Gaussian(mu=1.0, sigma=2.0),
    "gaussian, maximum likelihood": mc.Gaussian(mu=1.0, sigma=2.0, ddof=0),
    "multivariate": mc.MultivariateGaussian([1.0, 0.0, -1.0], COV),
    "multivariate, fewer points than dimensions": mc.MultivariateGaussian(
        np.zeros(5), np.eye(5), ddof=0
    ),
}
REGIMES = {
    "replace": mc.Replace(),
    "mixing": mc.Mixing(alpha=0.5, beta=0.3, gamma=0.2),
    "accumulate": mc.Accumulate(),
    "subsample": mc.Subsample(),
    "keep original": mc.KeepOriginal(0.3),
}


def final(law, regime, *, pointwise, rng, sample_size=4):
    """The last generation's records as columns, (replicates, numbers)."""
    trace = mc.run(
        law,
        sample_size=sample_size,
        generations=3,
        regime=regime,
        replicates=20_000,
        rng=rng,
        pointwise=pointwise,
    )
    last = trace.isel(generation=-1)
    return np.hstack([last[name].values.reshape(20_000, -1) for name in sorted(last.data_vars)])


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES.keys())
def test_exact_way_has_the_law_of_drawing_every_point(law, regime):
    exact = final(law, regime, pointwise=False, rng=1)
    points = final(law, regime, pointwise=True, rng=2)
    for a, b in zip(exact.T, points.T, strict=True):
        assert same_law(a, b)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_the_law_check_sees_a_wrong_fit(law):
    """The same check on the other estimator of the variance: it must fail."""
    right = final(law, mc.Replace(), pointwise=False, rng=1)
    wrong = final(replace(law, ddof=1 - law.ddof), mc.Replace(), pointwise=True, rng=2)
    assert not all(same_law(a, b) for a, b in zip(right.T, wrong.T, strict=True))


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
