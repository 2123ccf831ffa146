"""Distances: Wasserstein-2 of Gaussians, L2 of mixtures."""

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


NEEDLE = [[0.505, 0.495], [0.495, 0.505]]  # eigenvalues 1 and 0.01, across the axes
MIXTURES = {
    "round": mc.GaussianMixture([0.5, 0.5], [[-2, 0], [2, 0]], [np.eye(2), np.eye(2)]),
    "overlapping": mc.GaussianMixture([0.3, 0.7], [[0, 0], [0.5, 0.2]], [np.eye(2), NEEDLE]),
    "needles": mc.GaussianMixture(
        [0.6, 0.4], [[-1, 0], [1, 0]], [NEEDLE, [[0.01, 0], [0, 1]]]
    ),
    "three, one empty": mc.GaussianMixture(
        [0.2, 0.8, 0], [[0, 1], [1, 0], [9, 9]], [2 * np.eye(2), 0.5 * np.eye(2), np.zeros((2, 2))]
    ),
}  # fmt: skip


def density(law, grid):
    """The density of a mixture on a grid (2, points, points)."""
    parts = zip(law.weights, law.means, law.covs, strict=True)
    places = np.moveaxis(grid, 0, -1)
    return sum(w * stats.multivariate_normal(m, S).pdf(places) for w, m, S in parts if w)


@pytest.mark.parametrize("b", MIXTURES)
@pytest.mark.parametrize("a", MIXTURES)
def test_l2_is_the_integral(a, b):
    """The trapezoidal rule is exact to rounding here: a step is a third of the smallest width."""
    p, q = MIXTURES[a], MIXTURES[b]
    axis, step = np.linspace(-9, 10, 571, retstep=True)
    grid = np.array(np.meshgrid(axis, axis, indexing="ij"))
    integral = np.sqrt(((density(p, grid) - density(q, grid)) ** 2).sum()) * step
    assert mc.l2_distance(p, q) == pytest.approx(integral, abs=1e-6)
    assert mc.l2_distance(p, q) == pytest.approx(mc.l2_distance(q, p), abs=1e-12)
    assert a == b or integral > 0.05


def test_l2_of_equal_laws_is_zero():
    for law in MIXTURES.values():
        assert mc.l2_distance(law, law) == 0
        mirrored = mc.GaussianMixture(law.weights[::-1], law.means[::-1], law.covs[::-1])
        assert mc.l2_distance(law, mirrored) < 1e-7


def test_l2_on_the_line_and_of_one_gaussian():
    """Of N(0, s^2) and N(d, s^2): (1 - exp(-d^2 / 4 s^2)) / (s sqrt(pi)), squared."""
    a, b = (mc.GaussianMixture([1.0], [[d]], [[[0.25]]]) for d in (0.0, 0.7))
    squared = (1 - np.exp(-(0.7**2) / (4 * 0.25))) / (0.5 * np.sqrt(np.pi))
    assert mc.l2_distance(a, b) ** 2 == pytest.approx(squared)


def test_l2_from_a_trace():
    law = MIXTURES["round"]
    trace = mc.run(law, sample_size=20, generations=3, replicates=2)
    distance = mc.l2_from_start(trace)
    assert distance.dims == ("generation", "replicate")
    last = trace.isel(generation=-1, replicate=1)
    model = mc.GaussianMixture(last.weights.values, last.means.values, last.covs.values)
    assert distance[-1, 1] == pytest.approx(mc.l2_distance(model, law))
    assert (distance[0] == 0).all()
    np.testing.assert_allclose(mc.l2_from_start(trace.astype(np.float32)), distance, atol=1e-6)


def test_l2_of_a_padded_and_of_a_flat_generation():
    trace = mc.run(MIXTURES["round"], sample_size=20, generations=3, replicates=2)
    shorter = trace.where((trace.generation < 2) | (trace.replicate == 0))
    distance = mc.l2_from_start(shorter)
    assert np.isnan(distance[2:, 1]).all()
    assert np.isfinite(distance[:, 0]).all()
    trace.covs[3] = 0.0
    assert np.isinf(mc.l2_from_start(trace)[3]).all()


def test_what_has_no_l2_distance():
    law = MIXTURES["round"]
    with pytest.raises(TypeError, match="b must be a GaussianMixture, got Gaussian"):
        mc.l2_distance(law, mc.Gaussian())
    with pytest.raises(ValueError, match="same dimension"):
        mc.l2_distance(law, mc.GaussianMixture([1.0], [[0.0]], [[[1.0]]]))
    flat = mc.GaussianMixture([1.0], [[0.0, 0.0]], [np.diag([1.0, 0.0])])
    with pytest.raises(ValueError, match="a must have a density, got covs with an eigenvalue"):
        mc.l2_distance(flat, law)
    with pytest.raises(ValueError, match=r"trace must record weights, means and covs.*'mu'"):
        mc.l2_from_start(mc.run(mc.Gaussian(), replicates=2))
