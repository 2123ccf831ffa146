"""Verifiers, weights, added data, biased sampling: their laws, and checks that must fail."""

import numpy as np
import pytest
from scipy import stats

import modelcollapse as mc
from tests.chance import has_mean, same_law

RUNS = 20_000


def within(points):
    """A verifier that keeps what lies within one unit of zero."""
    return abs(points) < 1


def test_what_passes_a_verifier_is_the_law_given_that_it_passes():
    size = 50
    trace = mc.run(
        mc.Gaussian(),
        sample_size=size,
        generations=2,
        regime=mc.Filter(within),
        replicates=RUNS,
        metrics={"square": lambda model, data, law: model.sigma**2},
        rng=1,
    )
    first = trace.isel(generation=1)  # learned from real data, which are not asked
    assert has_mean(first.square, 1)
    # given generation 1, points of N(mu, sigma^2) within (-1, 1)
    low, high = ((side - first.mu) / first.sigma for side in (-1, 1))
    passed = stats.truncnorm(low, high, loc=first.mu, scale=first.sigma)
    second = trace.isel(generation=2)
    assert has_mean(second.mu - passed.mean(), 0)
    assert has_mean(second.square - passed.var(), 0)
    assert not has_mean(second.square - first.square, 0), "the check must see no verifier"
    rate = stats.norm.cdf(high) - stats.norm.cdf(low)
    assert has_mean(second.keep_rate - rate, 0), "the share that passed is unbiased"
    assert np.isnan(trace.keep_rate.isel(generation=[0, 1])).all()


@pytest.mark.parametrize("inner", [mc.Accumulate(), mc.KeepOriginal(0.5), mc.Mixing(0.5, 0.2, 0.3)])
def test_a_verifier_stands_before_any_regime(inner):
    trace = mc.run(mc.Gaussian(), regime=mc.Filter(within, inner), generations=4, replicates=20)
    assert np.isfinite(trace.sigma).all()


def test_a_verifier_that_keeps_nothing_says_so():
    with pytest.raises(RuntimeError, match="verifier kept 0 of") as stopped:
        mc.run(mc.Gaussian(), regime=mc.Filter(lambda x: x > 99), generations=2, replicates=2)
    assert "on the way to generation 2" in "".join(stopped.value.__notes__)
    assert np.isfinite(stopped.value.trace.mu.isel(generation=1)).all()


@pytest.mark.parametrize("keep", [lambda x: x, lambda x: True, lambda x: x[0] > 0])
def test_a_verifier_must_answer_for_each_point(keep):
    with pytest.raises(ValueError, match="keep must give True or False for each point"):
        mc.run(mc.Gaussian(), regime=mc.Filter(keep), generations=2, replicates=2)


def weighted_by_hand(share, sizes, rng):
    """The same recursion with every point drawn: weighted means and variances."""
    real = rng.standard_normal((RUNS, sizes[0]))
    mu, sigma = real.mean(1), real.std(1, ddof=1)
    for size in sizes[1:]:
        points = mu[:, None] + sigma[:, None] * rng.standard_normal((RUNS, size))
        weights = np.r_[np.full(sizes[0], share * size / sizes[0]), np.full(size, 1 - share)]
        both = np.hstack([real, points])
        mu = both @ weights / size
        sigma = np.sqrt((both - mu[:, None]) ** 2 @ weights / (size - 1))
    return mu, sigma


def test_weighted_data_are_weighted_as_by_hand():
    sizes = [12, 6, 9]
    trace = mc.run(
        mc.Gaussian(), sample_size=sizes, generations=3, regime=mc.Weighted(0.3), replicates=RUNS
    )
    mu, sigma = weighted_by_hand(0.3, sizes, np.random.default_rng(2))
    assert same_law(trace.mu.values[-1], mu)
    assert same_law(trace.sigma.values[-1], sigma)
    _, other = weighted_by_hand(0.4, sizes, np.random.default_rng(2))
    assert not same_law(trace.sigma.values[-1], other), "the check must see another weight"


def test_weights_of_one_kind_are_the_regimes_that_they_are():
    law = mc.Categorical([0.2, 0.3, 0.5])
    options = {"sample_size": 30, "generations": 5, "replicates": 50}
    alone = mc.run(law, regime=mc.Weighted(0), **options)
    np.testing.assert_allclose(alone.p, mc.run(law, **options).p)
    kept = mc.run(law, regime=mc.Weighted(lambda i: 1.0), **options)
    np.testing.assert_allclose(kept.p[1:], kept.p[[1] * 5])


def sizes_of(model, data, law):
    """A metric: how many points a model was fitted to."""
    return np.full(len(model.mu), np.nan if data is None else data.size)


@pytest.mark.parametrize("fresh", [False, True])
def test_added_data_have_their_own_size(fresh):
    regime = mc.Augment([0, 3, 5, 2], fresh)
    exact, drawn = (
        mc.run(
            mc.Gaussian(), sample_size=[8, 6, 7, 9], generations=4, regime=regime,
            replicates=RUNS, pointwise=pointwise, rng=3 + pointwise,
            metrics={"size": sizes_of},
        )
        for pointwise in (False, True)
    )  # fmt: skip
    assert exact["size"][1:, 0].values.tolist() == [8, 9, 12, 11]
    for name in ("mu", "sigma"):
        assert same_law(exact[name].values[-1], drawn[name].values[-1])
    alone = mc.run(mc.Gaussian(), sample_size=[8, 6, 7, 9], generations=4, replicates=RUNS)
    assert not same_law(exact.mu.values[-1], alone.mu.values[-1])


@pytest.mark.parametrize("regime", [mc.Augment(), mc.Augment(10**12, fresh=True)])
def test_points_are_drawn_one_by_one_only_where_a_part_of_the_first_is_kept(regime):
    trace = mc.run(mc.Gaussian(), sample_size=10**12, generations=3, regime=regime, rng=1)
    assert abs(float(trace.sigma[-1, 0]) - 1) < 1e-4
    assert "draw" not in regime.needs
    assert "draw" in mc.Augment(5).needs


def test_all_of_the_real_data_are_kept_unless_told_otherwise():
    trace = mc.run(mc.Gaussian(), regime=mc.Augment(), generations=300, replicates=200)
    assert trace.sigma[-1].mean() > 0.8
    with pytest.raises(ValueError, match="real must be at most the 10 points of D_0"):
        mc.run(mc.Gaussian(), sample_size=10, regime=mc.Augment(11))


def test_a_kept_fraction_may_follow_a_schedule():
    options = {"sample_size": 20, "generations": 4, "replicates": 30}
    as_number = mc.run(mc.Gaussian(), regime=mc.KeepOriginal(0.25), **options)
    for fraction in ([0, 0.25, 0.25, 0.25], lambda i: 0.25):
        other = mc.run(mc.Gaussian(), regime=mc.KeepOriginal(fraction), **options)
        np.testing.assert_array_equal(as_number.mu, other.mu)
    with pytest.raises(ValueError, match="fraction must lie between 0 and 1, got 2"):
        mc.run(mc.Gaussian(), regime=mc.KeepOriginal(lambda i: i), **options)


@pytest.mark.parametrize("pointwise", [False, True])
def test_a_sampling_bias_shrinks_the_variance_geometrically(pointwise):
    model = mc.Gaussian(bias=0.7)
    trace = mc.run(
        mc.Gaussian(), model=model, sample_size=20, generations=5, replicates=RUNS,
        pointwise=pointwise,
    )  # fmt: skip
    assert has_mean(trace.sigma.isel(generation=5) ** 2, 0.7**4)
    assert not has_mean(trace.sigma.isel(generation=5) ** 2, 0.7**5)
