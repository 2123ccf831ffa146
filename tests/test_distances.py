"""Wasserstein-2 distances of Gaussians."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.linalg import sqrtm

import modelcollapse as mc

numbers = st.floats(-5, 5)
spreads = st.floats(0.01, 5)


@given(numbers, spreads, numbers, spreads)
def test_one_dimension_is_the_quantile_coupling(mu, sigma, nu, tau):
    u = (np.arange(200_000) + 0.5) / 200_000
    gaps = stats.norm.ppf(u, mu, sigma) - stats.norm.ppf(u, nu, tau)
    distance = mc.wasserstein2(mc.Gaussian(mu, sigma), mc.Gaussian(nu, tau))
    assert distance**2 == pytest.approx(np.mean(gaps**2), rel=1e-3, abs=1e-9)


def test_several_dimensions_by_matrix_roots():
    rng = np.random.default_rng(0)
    a, b = (m @ m.T for m in rng.normal(size=(2, 3, 3)))
    means = rng.normal(size=(2, 3))
    half = sqrtm(a)
    expected = ((means[0] - means[1]) ** 2).sum() + np.trace(a + b - 2 * sqrtm(half @ b @ half))
    laws = [mc.MultivariateGaussian(m, c) for m, c in zip(means, (a, b), strict=True)]
    assert mc.wasserstein2(*laws) ** 2 == pytest.approx(expected)
    assert mc.wasserstein2(*reversed(laws)) ** 2 == pytest.approx(expected)
    assert mc.wasserstein2(laws[0], laws[0]) == pytest.approx(0, abs=1e-6)


def test_trace_distances_are_the_models_distances():
    trace = mc.run(mc.Gaussian(1, 2), sample_size=10, generations=3, replicates=4)
    squared = mc.squared_distance(trace)
    assert squared.dims == ("generation", "replicate")
    last = trace.isel(generation=-1, replicate=2)
    model = mc.Gaussian(last.mu.item(), last.sigma.item())
    assert squared[-1, 2] == pytest.approx(mc.wasserstein2(model, mc.Gaussian(1, 2)) ** 2)


def test_trace_distances_in_several_dimensions():
    law = mc.MultivariateGaussian([0, 1], [[1, 0.5], [0.5, 2]])
    trace = mc.run(law, sample_size=10, generations=3, replicates=4)
    squared = mc.squared_distance(trace)
    assert squared.dims == ("generation", "replicate")
    last = trace.isel(generation=-1, replicate=2)
    model = mc.MultivariateGaussian(last["mean"].values, last["cov"].values)
    assert squared[-1, 2] == pytest.approx(mc.wasserstein2(model, law) ** 2)
    np.testing.assert_allclose(squared[0], 0, atol=1e-12)


def test_what_has_no_such_distance():
    with pytest.raises(ValueError, match="same dimension"):
        mc.wasserstein2(mc.Gaussian(), mc.MultivariateGaussian([0], [[1]]))
    with pytest.raises(ValueError, match=r"trace must record mu and sigma.*\['mu'\]"):
        mc.squared_distance(mc.run(mc.Gaussian(), replicates=2)[["mu"]])
