"""What holds for every admissible input."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import modelcollapse as mc
from modelcollapse.theory.gaussian import (
    c4,
    expected_sigma,
    half_life,
    log_drift,
    model_variance,
)
from modelcollapse.theory.risk import expected_risk, expected_risk_series, risk_variance

sizes = st.lists(st.integers(2, 10**7), max_size=6)
some_sizes = st.lists(st.integers(2, 10**7), min_size=1, max_size=6)
laws = st.builds(mc.Gaussian, st.floats(-9, 9), st.floats(0, 9))


@given(laws, laws, laws)
def test_the_distance_is_a_metric(a, b, c):
    assert mc.wasserstein2(a, b) == mc.wasserstein2(b, a) >= 0
    assert mc.wasserstein2(a, a) == 0
    assert mc.wasserstein2(a, c) <= mc.wasserstein2(a, b) + mc.wasserstein2(b, c) + 1e-12


@st.composite
def mixtures(draw):
    """A mixture of one to three components in the plane, needles included."""
    K = draw(st.integers(1, 3))
    weights = np.array(draw(st.lists(st.floats(0.01, 1), min_size=K, max_size=K)))
    numbers = draw(st.lists(st.floats(-3, 3), min_size=4 * K, max_size=4 * K))
    means, rest = np.array(numbers).reshape(2, K, 2)
    angle, log_width = rest.T
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turn = np.moveaxis(turn, -1, 0)
    widths = np.stack([np.exp(log_width), np.ones(K)], axis=-1)
    covs = turn * widths[:, None] @ turn.swapaxes(1, 2)
    return mc.GaussianMixture(weights / weights.sum(), means, (covs + covs.swapaxes(1, 2)) / 2)


@settings(deadline=None)
@given(mixtures(), mixtures(), mixtures())
def test_the_l2_distance_is_a_metric(a, b, c):
    rounding = 1e-6
    assert mc.l2_distance(a, a) == 0
    assert mc.l2_distance(a, b) == pytest.approx(mc.l2_distance(b, a), abs=rounding)
    assert mc.l2_distance(a, c) <= mc.l2_distance(a, b) + mc.l2_distance(b, c) + rounding


@settings(deadline=None, max_examples=25)
@given(mixtures(), st.integers(3, 40), st.sampled_from(["fresh", "last"]), st.integers(0, 2**32))
def test_a_fitted_mixture_has_the_moments_of_its_points(law, size, start, seed):
    rng = np.random.default_rng(seed)
    model = mc.GaussianMixture(law.weights, law.means, law.covs, start=start)
    data = model.sample(size, rng=rng)
    fitted = model.fit(data, rng=rng)
    np.testing.assert_allclose(fitted.mean, data.values[0].mean(0), atol=1e-9)
    kept = np.cov(data.values[0].T, ddof=0) + fitted.floor * np.eye(2)
    np.testing.assert_allclose(fitted.cov, kept, atol=1e-9)


@given(laws, laws)
def test_one_dimension_is_a_case_of_several(a, b):
    lifted = [mc.MultivariateGaussian([m.mu], [[m.sigma**2]]) for m in (a, b)]
    assert mc.wasserstein2(*lifted) == pytest.approx(mc.wasserstein2(a, b), abs=1e-6)


@settings(deadline=None)
@given(some_sizes)
def test_risk_lies_between_its_bounds(M):
    A = sum(1 / m for m in M)
    slack = 1 + 1e-12
    assert float(expected_risk(M)) * slack >= A
    assert float(expected_risk(M)) <= (A + 2) * slack
    assert 0 <= float(expected_risk(M, ddof=0)) < 2
    assert float(risk_variance(M)) > 0


@settings(deadline=None)
@given(sizes, st.integers(2, 10**6))
def test_one_more_fit_never_helps(M, more):
    assert float(expected_risk([*M, more])) > float(expected_risk(M))
    assert float(expected_sigma([*M, more])) < float(expected_sigma(M))
    assert model_variance([*M, more]) > model_variance(M)


@settings(deadline=None)
@given(sizes, st.randoms())
def test_the_order_matters_to_the_variance_of_the_risk_alone(M, random):
    shuffled = random.sample(M, len(M))
    for formula in (expected_risk, expected_sigma, model_variance):
        assert formula(M) == formula(shuffled)


@settings(deadline=None)
@given(some_sizes, st.floats(0.1, 9))
def test_lengths_scale(M, sigma):
    assert float(expected_sigma(M, sigma)) == pytest.approx(sigma * float(expected_sigma(M)))
    assert float(expected_risk(M, sigma)) == pytest.approx(sigma**2 * float(expected_risk(M)))
    assert float(risk_variance(M, sigma)) == pytest.approx(sigma**4 * float(risk_variance(M)))


@settings(deadline=None)
@given(st.integers(2, 10**7))
def test_every_sample_size_drifts_down(M):
    assert -2 / (M - 1) < float(log_drift(M)) < -1 / M
    assert float(half_life(M)) < 0.7 * M
    assert 1 - 1 / (2 * M) < float(c4(M)) < 1 or M < 5
    with pytest.raises(ValueError, match="at least 2"):
        log_drift(2 - M)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 5), st.integers(1, 4))
def test_the_series_has_its_order(fits, order):
    x = sp.Symbol("x", positive=True)
    gap = expected_risk_series(1 / x, fits, order + 1) - expected_risk_series(1 / x, fits, order)
    assert sp.degree(gap, x) == order + 1 or gap == 0
    exact = float(expected_risk([1000] * fits))
    kept = float(expected_risk_series(1000, fits, order))
    assert abs(kept - exact) < (fits / 200) ** (order + 1)


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda w: sum(w) > 0),
    st.integers(1, 9),
)
def test_mixing_takes_weights_in_every_spelling(weights, generations):
    alpha, beta, gamma = (w / sum(weights) for w in weights)
    table = mc.Mixing(alpha, [beta] * generations, lambda i: gamma).weights(generations)
    np.testing.assert_allclose(table, [[alpha, beta, gamma]] * generations)


@settings(deadline=None)
@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=20),
    st.lists(st.floats(-5, 5), min_size=1, max_size=20),
    st.sampled_from([0, 1]),
)
def test_fitting_pooled_moments_is_fitting_the_points(a, b, ddof):
    pooled = mc.Moments.of(mc.Points(np.array([a]))) + mc.Points(np.array([b]))
    fitted = mc.Gaussian(ddof=ddof).fit(pooled)
    assert fitted.mu[0] == pytest.approx(np.mean(a + b), abs=1e-12)
    assert fitted.sigma[0] == pytest.approx(np.std(a + b, ddof=ddof), abs=1e-7)


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda w: sum(w) > 0.1),
    st.integers(1, 40),
    st.integers(0, 2**32),
    st.sampled_from([mc.Replace(), mc.Mixing(0.6, 0.3, 0.1), mc.Accumulate(), mc.Subsample(),
                     mc.KeepOriginal(0.5)]),
)  # fmt: skip
def test_discrete_models_are_laws_and_what_never_was_never_comes(weights, size, seed, regime):
    p = np.array(weights) / sum(weights)
    trace = mc.run(
        mc.Categorical(p), sample_size=size, generations=4, regime=regime, replicates=3, rng=seed
    )
    np.testing.assert_allclose(trace.p.sum("state"), 1)
    assert (trace.p >= 0).all()
    assert (trace.p.where(trace.p.isel(generation=0) == 0, 0) == 0).all()
    if isinstance(regime, mc.Replace):  # a state that is lost stays lost
        alive = trace.p > 0
        assert (alive.astype(int).diff("generation") <= 0).all()


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=20),
    st.lists(st.integers(0, 3), min_size=1, max_size=20),
    st.integers(0, 2**32),
)
def test_counts_pool_as_points_do(a, b, seed):
    pooled = mc.Counts.of(mc.Points(np.array([a])), 4) + mc.Points(np.array([b]))
    np.testing.assert_array_equal(pooled.values[0], np.bincount(a + b, minlength=4))
    drawn = pooled.draw(len(a), rng=np.random.default_rng(seed)).values
    assert drawn.sum() == len(a)
    assert ((drawn >= 0) & (drawn <= pooled.values)).all()
