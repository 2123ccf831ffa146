"""What was once answered wrongly without a word, or late, or at length: the right answers.

Messages name the argument and the value, and none has more than 300 characters.
"""

import numpy as np
import pandas as pd
import pytest
import torch
import xarray as xr
from scipy.special import psi

import modelcollapse as mc

FEW = {"sample_size": 3, "generations": 2, "replicates": 2}
FOUR = [1.0, 2.0, 3.0, 4.0]
MASKED = np.ma.masked_values([*FOUR, -9999], -9999)
RNG = np.random.default_rng(0)
ROUND = mc.MultivariateGaussian([0, 0], np.eye(2))
WIDE = RNG.standard_normal((784, 300)).astype(np.float32)
STATES = mc.Categorical([0.5, 0.5])


@pytest.mark.parametrize(
    "data",
    [
        FOUR,
        tuple(FOUR),
        np.array(FOUR, np.float32),
        np.array(FOUR)[:, None],
        np.ma.array(FOUR),
        pd.Series(FOUR, index=list("abcd")),
        pd.DataFrame({"x": FOUR}),
        xr.DataArray(FOUR),
        torch.tensor(FOUR, requires_grad=True),
    ],
    ids=lambda data: type(data).__name__,
)
def test_whatever_holds_numbers_is_a_data_set(data):
    trace = mc.run(data, model=mc.Gaussian(), sample_size=4, generations=1, replicates=2)
    np.testing.assert_allclose(trace.mu, 2.5)
    assert mc.Gaussian().fit(data).mu == 2.5


REFUSED = [
    (lambda: mc.run(MASKED, model=mc.Gaussian()), "law must have no masked entries, got 1"),
    (lambda: mc.Gaussian().fit(MASKED), "data must have no masked entries, got 1"),
    (lambda: mc.run(np.array([1j, 2]), model=mc.Gaussian()), "law must be a number or an array"),
    (lambda: mc.Gaussian(sigma=1j), "sigma must be a number or an array, got 1j"),
    (lambda: mc.Mixing(1j, 0, 0), "alpha must be a number, got 1j"),
    (lambda: mc.run(pd.DataFrame({"x": list("ab")}), model=mc.Gaussian()), "law must be a number"),
    (lambda: mc.run([[1, 2], [3]], model=mc.Gaussian()), "law must be a number or an array"),
    (lambda: mc.run(mc.Gaussian), r"law must be an object, such as Gaussian\(…\), got the class"),
    (lambda: mc.run(None), r"law must have the method sample\(\), got None"),
    (lambda: mc.run(np.array(3.0), model=mc.Gaussian()), "law, given as a data set, must have the"),
    (lambda: mc.run(np.zeros((5, 2)), model=mc.Gaussian()), r"of one shape, got \(2,\).* and \(\)"),
    (lambda: mc.run(STATES, model=mc.Categorical([0.2, 0.3, 0.5])), "numbers from 0 to 2, got a"),
    (lambda: mc.run(mc.Categorical([0.2, 0.3, 0.5]), model=STATES), "from 0 to 1, got a law that"),
    (lambda: mc.run([0.0, 7.0], model=STATES), "from 0 to 1, got values from 0 to 7"),
    (
        lambda: mc.run(ROUND, model=mc.MultivariateGaussian(np.zeros(3), np.eye(3))),
        r"points of one shape, got \(2,\) from MultivariateGaussian and \(3,\)",
    ),
    (
        lambda: mc.run(STATES, sample_size=2**61, generations=4, regime=mc.Accumulate()),
        "sample_size must be at most 2305843009213693951 for 4 generations",
    ),
    (
        lambda: mc.run(mc.Gaussian(), sample_size=2**63),
        "sample_size must be at most 922337203",
    ),
    (
        lambda: mc.run(STATES, sample_size=5 * 10**8, generations=4, regime=mc.Subsample()),
        "sample_size must be at most 249999999 for 4 generations",
    ),
    (
        lambda: mc.run(STATES, sample_size=10**9, generations=4, regime=mc.KeepOriginal(0.1)),
        "sample_size must be at most 999999999 for 4 generations",
    ),
    (lambda: mc.run(mc.Gaussian(), replicates=10**12), "replicates and generations must be fewer"),
    (lambda: mc.run(mc.Gaussian(), generations=10**12), "replicates and generations must be fewer"),
    (
        lambda: mc.MultivariateGaussian([0, 0], np.array([[1, 0.5], [0, 1]]) * 1e-10),
        "cov must be symmetric, got entries that differ by 5e-11",
    ),
    (
        lambda: mc.MultivariateGaussian(np.zeros((2, 2)), -np.array([np.eye(2)] * 2)),
        "cov must be positive semidefinite, got an eigenvalue of -1",
    ),
    (
        lambda: mc.MultivariateGaussian(np.zeros(784), RNG.standard_normal((784, 784))),
        "cov must be symmetric, got entries that differ",
    ),
    (lambda: mc.Points(np.zeros((1, 5))).draw(-1, rng=RNG), "size must be at least 0, got -1"),
    (lambda: mc.Gaussian().sample(-5, rng=RNG), "size must be at least 0, got -5"),
    (lambda: STATES.sample(-5, rng=RNG), "size must be at least 0, got -5"),
    (lambda: ROUND.sample(-5, rng=RNG), "size must be at least 0, got -5"),
    (lambda: mc.Empirical(FOUR).sample(-5, rng=RNG), "size must be at least 0, got -5"),
    (lambda: mc.Counts([[-1, 2]]), "values must be at least 0, got -1"),
    (lambda: mc.Gaussian().fit([1.0]), "data must have at least 2 points, got 1"),
    (lambda: ROUND.fit([[1.0, 2.0]]), "data must have at least 2 points, got 1"),
    (lambda: ROUND.fit(FOUR), r"data must be points of the shape \(replicates, size, 2\)"),
    (lambda: mc.run(mc.Gaussian(), rng=None), "rng must be an integer seed.*got None"),
    (lambda: mc.run(mc.Gaussian(), rng=np.random.RandomState(0)), "rng must be an integer seed"),
    (lambda: mc.run(mc.Gaussian(), rng=True), "rng must be an integer seed.*got True"),
    (
        lambda: mc.squared_distance(mc.run(mc.Gaussian(), **FEW).isel(generation=slice(1, None))),
        "trace must hold generation 0",
    ),
    (
        lambda: mc.sweep([STATES, mc.Categorical([0.2, 0.3, 0.5])], **FEW),
        r"law must record arrays of one shape in all cells of a grid, got \(3,\) and \(2,\)",
    ),
    (lambda: mc.sweep(mc.Gaussian(), store=3), "store must be a folder, got 3"),
    (lambda: mc.sweep(mc.Gaussian(), store=__file__), "store must be a folder that can be written"),
]


@pytest.mark.parametrize(("attempt", "message"), REFUSED, ids=[m[:40] for _, m in REFUSED])
def test_bad_input_is_refused_in_a_few_words(attempt, message):
    with pytest.raises((ValueError, TypeError), match=message) as refused:
        attempt()
    assert len(str(refused.value)) <= 300


def test_single_precision_is_no_fault():
    softmax = torch.softmax(torch.tensor([1.0, 2.0, 3.0]), 0)
    assert mc.Categorical(softmax).p.sum() == pytest.approx(1, abs=1e-15)
    short = np.array([0.5, 0.3, 0.2], np.float32) * np.float32(1 - 3e-8)
    assert mc.Categorical(short).p.sum() == pytest.approx(1, abs=1e-15)
    cov = (WIDE @ WIDE.T / 300).astype(np.float32)  # has eigenvalues below 0, by rounding
    assert mc.MultivariateGaussian(np.zeros(784), cov).factor.shape == (784, 784)


@pytest.mark.parametrize("pointwise", [False, True])
def test_small_variances_do_not_underflow(pointwise):
    small = mc.run(mc.Gaussian(sigma=1e-200), sample_size=5, rng=1, pointwise=pointwise)
    one = mc.run(mc.Gaussian(), sample_size=5, rng=1, pointwise=pointwise)
    np.testing.assert_allclose(small.sigma * 1e200, one.sigma, rtol=1e-9)


def test_small_axes_of_a_covariance_keep_their_law():
    """log det of a Wishart matrix over its freedom: a sum of logs of chi-squares (Bartlett)."""
    law = mc.MultivariateGaussian(np.zeros(5), np.eye(5))
    trace = mc.run(law, sample_size=20, generations=200, replicates=10_000)
    roots = np.diagonal(trace.factor.values[-1], axis1=-2, axis2=-1)
    log_det = 2 * np.log(roots).sum(-1)
    step = sum(psi((19 - j) / 2) - np.log(19 / 2) for j in range(5))
    from tests.chance import has_mean

    assert has_mean(log_det, 200 * step)
    assert not has_mean(log_det, 199 * step)


def test_small_distances_are_not_lost():
    near = mc.MultivariateGaussian([0, 0], np.eye(2) * (1 + 1e-8) ** 2)
    assert mc.wasserstein2(ROUND, near) == pytest.approx(np.sqrt(2) * 1e-8, rel=1e-6)


def test_one_model_or_many():
    assert STATES.sample(10, rng=RNG).values.shape == (2,)
    assert ROUND.sample(10, rng=RNG).mean.shape == (2,)
    assert STATES.fit([0, 0, 1, 0]).p.tolist() == [0.75, 0.25]
    many = STATES.replicate(3)
    assert many.fit(many.sample(10, rng=RNG)).p.shape == (3, 2)


def test_families_compare_by_value():
    assert mc.Categorical([0.5, 0.5]) == STATES != mc.Categorical([0.4, 0.6])
    assert mc.MultivariateGaussian([0, 0], np.eye(2)) == ROUND
    assert mc.Gaussian() != mc.Gaussian(sigma=2)
    assert mc.Gaussian() != STATES


@pytest.mark.parametrize("rng", [2**64, np.random.SeedSequence(5), np.random.default_rng(1), 7])
def test_every_seed_can_be_stored(rng, tmp_path):
    trace = mc.run(mc.Gaussian(), rng=rng, **FEW)
    trace.to_netcdf(tmp_path / "trace.nc", engine="h5netcdf")
    assert xr.open_dataset(tmp_path / "trace.nc", engine="h5netcdf").attrs["seed"] is not None


def test_a_data_set_may_be_drawn_from_with_replacement():
    data = np.arange(10.0)
    options = {"model": mc.Gaussian(), "sample_size": 10, "generations": 1, "replicates": 20_000}
    again = mc.run(mc.Empirical(data, replacement=True), **options).mu[1]
    assert abs(again.var() / (data.var() / 10) - 1) < 0.06  # 6 standard errors
    assert mc.run(data, **options).mu[1].var() < 1e-20
