"""The loop: its trace, its seeds, its laws of another family, and its door."""

from dataclasses import dataclass

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import modelcollapse as mc
from tests.chance import has_mean


def test_trace_has_the_original_law_first():
    trace = mc.run(mc.Gaussian(mu=2.0, sigma=3.0), generations=4, replicates=5)
    assert trace.mu.dims == ("generation", "replicate")
    assert trace.generation.values.tolist() == [0, 1, 2, 3, 4]
    assert (trace.mu.sel(generation=0) == 2).all()
    assert (trace.sigma.sel(generation=0) == 3).all()
    assert trace.attrs["seed"] == 0


def test_no_generations_is_the_law_alone():
    trace = mc.run(mc.Gaussian(), generations=0, replicates=3)
    assert dict(trace.sizes) == {"generation": 1, "replicate": 3}


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    sample_size=st.integers(2, 50),
    generations=st.integers(0, 6),
    replicates=st.integers(1, 7),
    pointwise=st.booleans(),
    regime=st.sampled_from([mc.Replace(), mc.Mixing(0.6, 0.3, 0.1), mc.Accumulate(),
                            mc.Subsample(), mc.KeepOriginal(0.5)]),
)  # fmt: skip
def test_the_same_seed_gives_the_same_trace(
    seed, sample_size, generations, replicates, pointwise, regime
):
    def once():
        return mc.run(
            mc.Gaussian(),
            sample_size=sample_size,
            generations=generations,
            regime=regime,
            replicates=replicates,
            rng=seed,
            pointwise=pointwise,
        )

    first = once()
    xr.testing.assert_identical(first, once())
    assert np.isfinite(first.to_array()).all()
    assert (first.sigma >= 0).all()


def test_a_generator_is_used_and_moves_on():
    rng = np.random.default_rng(1)
    first, second = (mc.run(mc.Gaussian(), generations=2, rng=rng, replicates=4) for _ in "ab")
    assert not np.array_equal(first.mu, second.mu)


def test_sample_size_as_number_sequence_and_function():
    traces = [
        mc.run(mc.Gaussian(), sample_size=size, generations=3, replicates=4)
        for size in (7, [7, 7, 7], np.array([7, 7, 7]), lambda i: 7)
    ]
    for trace in traces[1:]:
        xr.testing.assert_identical(traces[0], trace)


@pytest.mark.parametrize(("alpha", "beta", "gamma"), [(1, 0, 0), ([1] * 5, [0] * 5, lambda i: 0)])
def test_mixing_with_nothing_but_the_model_is_replacing(alpha, beta, gamma):
    regime = mc.Mixing(alpha, beta, gamma)
    trace = mc.run(mc.Gaussian(), sample_size=5, generations=5, regime=regime, replicates=20_000)
    assert has_mean(trace.sigma.isel(generation=-1) ** 2, 1)
    assert has_mean(trace.mu.isel(generation=-1) ** 2, 5 / 5)


def test_mixing_as_the_paper_has_it_learns_nothing():
    """alpha = gamma = 0: every data set is drawn from the original law, however many fits."""
    trace = mc.run(
        mc.Gaussian(), sample_size=5, generations=9, regime=mc.Mixing(0, 1, 0), replicates=20_000
    )
    for generation in (1, 9):
        assert has_mean(trace.mu.sel(generation=generation) ** 2, 1 / 5)


def test_accumulating_by_replacing_the_growing_share():
    """Figure 6 as weights has the mean of true pooling, but not its variance: B3 of the text."""
    regime = mc.Mixing(lambda i: 1 / (i + 2), lambda i: (i + 1) / (i + 2), 0)
    trace = mc.run(
        mc.Gaussian(ddof=0), sample_size=5, generations=4, regime=regime, replicates=40_000
    )
    # E sigma_n^2 = product of 1 - 1/(M j^2), j = 1 ... n, the same as for Accumulate
    expected = np.prod(1 - 1 / (5 * np.arange(1, 5) ** 2))
    assert has_mean(trace.sigma.isel(generation=-1) ** 2, expected)


@dataclass(frozen=True)
class TwoBumps:
    """A law of no family of ours: half N(-3, 1), half N(3, 1)."""

    copies: int = 1

    def replicate(self, count):
        return TwoBumps(count)

    def sample(self, size, *, rng, source=None):
        shape = (self.copies, int(np.max(size)))
        return mc.Points.first(rng.normal(rng.choice([-3.0, 3.0], shape), 1.0), size)

    def record(self):
        return {"sigma": np.full(self.copies, np.sqrt(10))}


@pytest.mark.parametrize(
    "regime", [mc.Replace(), mc.Accumulate(), mc.Mixing(0.5, 0.2, 0.3), mc.KeepOriginal(0.2)]
)
def test_a_law_of_another_family(regime):
    trace = mc.run(TwoBumps(), model=mc.Gaussian(), sample_size=50, generations=3, regime=regime,
                   replicates=4000)  # fmt: skip
    assert np.isnan(trace.mu.sel(generation=0)).all()  # the law does not record it
    assert (trace.sigma.sel(generation=0) == np.sqrt(10)).all()
    assert has_mean(trace.sigma.sel(generation=1) ** 2, 10)


def test_a_data_set_as_the_law():
    data = np.random.default_rng(0).normal(size=40)
    trace = mc.run(data, model=mc.Gaussian(), sample_size=40, generations=2, replicates=3)
    np.testing.assert_allclose(trace.sigma.sel(generation=[0, 1]), data.std(ddof=1))
    pairs = np.random.default_rng(0).normal(size=(40, 2))
    trace = mc.run(
        pairs, model=mc.MultivariateGaussian([0, 0], np.eye(2)), sample_size=40, generations=1
    )
    np.testing.assert_allclose(trace["cov"].isel(generation=1, replicate=0), np.cov(pairs.T))


class Scalar:
    """A family that knows nothing of replicates: one mean, refitted."""

    def __init__(self, centre=0.0):
        self.centre = centre

    def sample(self, size, *, rng, source=None):
        return rng.normal(self.centre, size=int(size))

    def fit(self, data, *, rng):
        return Scalar(data.mean())

    def record(self):
        return {"centre": self.centre}


def test_a_family_without_replicates_runs_one_at_a_time():
    trace = mc.run(Scalar(), sample_size=10, generations=4, replicates=6, rng=3)
    assert trace.centre.shape == (5, 6)
    assert np.unique(trace.centre.isel(generation=-1)).size == 6


class Kernels:
    """A family of its own data set: the points, each blurred by a normal of width h."""

    def __init__(self, centres=None):
        self.centres = centres

    def sample(self, size, *, rng, source=None):
        return mc.Points(rng.choice(self.centres, (1, size)) + 0.1 * rng.normal(size=(1, size)))

    def fit(self, data, *, rng):
        return Kernels(data.values[0])

    def record(self):
        return {"spread": 0.0 if self.centres is None else self.centres.std()}


@pytest.mark.parametrize("regime", [mc.Replace(), mc.Accumulate(), mc.KeepOriginal(0.5)])
def test_a_gaussian_law_gives_another_family_its_points(regime):
    trace = mc.run(
        mc.Gaussian(), model=Kernels(), sample_size=500, generations=3, replicates=2, regime=regime
    )
    assert abs(trace.spread.isel(generation=-1) - 1).max() < 0.3


def test_many_points_run_in_blocks(monkeypatch):
    monkeypatch.setattr("modelcollapse.loop.POINTS_AT_ONCE", 100)
    trace = mc.run(mc.Gaussian(), sample_size=30, generations=3, replicates=10, pointwise=True)
    assert np.isfinite(trace.sigma).all()
    assert np.unique(trace.sigma.isel(generation=-1)).size == 10
