"""The variational autoencoder: its bound, its fixed point, its seeds, and the loop."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

import modelcollapse as mc
from tests.chance import has_mean, z_score

torch = pytest.importorskip("torch")

RNG = np.random.default_rng
PICTURES = (RNG(0).random((60, 1)) * RNG(1).random((60, 9))).astype(np.float32)
SMALL = mc.VAE(latent=2, hidden=(8,), epochs=3, batch_size=20)
LINEAR = mc.VAE(latent=4, hidden=(), likelihood="gaussian", noise=0.5, epochs=200, batch_size=400,
                learning_rate=0.1)  # fmt: skip
EIGENVALUES = np.array([4.0, 2.0, 1.0, 0.25])
AXES = stats.ortho_group.rvs(4, random_state=2)


def fitted(model=SMALL, data=PICTURES, seed=0):
    return model.fit(mc.Points(data[None]), rng=RNG(seed))


def whitened(size, seed):
    """Points in four dimensions with mean 0 and covariance 1, exactly."""
    z = RNG(seed).standard_normal((size, 4))
    z -= z.mean(axis=0)
    return z @ np.linalg.inv(np.linalg.cholesky(z.T @ z / size)).T


@pytest.fixture(scope="module")
def linear():
    """The linear autoencoder, trained on data with the eigenvalues above."""
    return fitted(LINEAR, whitened(4000, 3) * np.sqrt(EIGENVALUES) @ AXES.T, seed=1)


def generated(model):
    """The covariance of the decoder's means: W W^T."""
    W = model.weights["decoder_weight_0"].T.astype(float)
    return W @ W.T


def distance(a, b):
    """Of two matrices, relative to the second."""
    return np.linalg.norm(a - b) / np.linalg.norm(b)


def test_the_linear_autoencoder_finds_the_closed_form(linear):
    """Every eigenvalue of the next covariance is smaller by the noise, or 0, within 2 %."""
    expected = AXES * np.maximum(EIGENVALUES - 0.5, 0) @ AXES.T
    assert distance(generated(linear), expected) < 0.02
    unshrunk = AXES * (EIGENVALUES > 0.5) * EIGENVALUES @ AXES.T
    assert distance(generated(linear), unshrunk) > 0.1  # the check sees a wrong formula


def test_a_second_generation_shrinks_again(linear):
    """Trained on the first one's means: two steps down, and one more latent dead.

    The data are 4000 draws, so their covariance is itself 2 or 3 % off: the closed form is
    taken at the covariance of the draws.
    """
    data = linear.sample(4000, rng=RNG(5)).values[0]
    values, axes = np.linalg.eigh(np.cov(data.T, ddof=0))
    second = fitted(LINEAR, data, seed=6)
    assert distance(generated(second), axes * np.maximum(values - 0.5, 0) @ axes.T) < 0.02
    spectrum = np.linalg.eigvalsh(generated(second))[::-1]
    np.testing.assert_allclose(spectrum, [3.0, 1.0, 0.0, 0.0], atol=0.25)  # 5 standard errors


def test_the_bound_lies_below_the_likelihood_and_is_tight_at_the_optimum(linear):
    """log p(x) = log N(x; b, W W^T + s2), and a mean-field q is exact where W^T W is diagonal."""
    x = whitened(4000, 3) * np.sqrt(EIGENVALUES) @ AXES.T
    law = stats.multivariate_normal(
        linear.weights["decoder_bias_0"], generated(linear) + 0.5 * np.eye(4)
    )
    gap = law.logpdf(x) - linear.elbo(x, rng=RNG(7)).total
    assert 0 <= gap.mean() < 0.02
    untrained = mc.VAE(latent=4, hidden=(), likelihood="gaussian", noise=0.5, epochs=1)
    poor = fitted(untrained, x)
    law = stats.multivariate_normal(
        poor.weights["decoder_bias_0"], generated(poor) + 0.5 * np.eye(4)
    )
    assert z_score(law.logpdf(x) - poor.elbo(x, rng=RNG(8)).total, 0) > 6


def test_kl_against_monte_carlo():
    model, rng = fitted(), RNG(2)
    mean, variance = (part[0].astype(float) for part in model.encode(PICTURES[:1]))
    z = mean + np.sqrt(variance) * rng.standard_normal((20_000, 2))
    ratio = stats.norm.logpdf(z, mean, np.sqrt(variance)).sum(1) - stats.norm.logpdf(z).sum(1)
    kl = float(model.elbo(PICTURES[:1], rng=rng).kl[0])
    assert has_mean(ratio, kl)
    assert not has_mean(ratio, 2 * kl)  # a forgotten half


def test_reconstruction_is_the_likelihood_of_the_decoded_latents():
    for model in (fitted(), fitted(mc.VAE(latent=2, hidden=(8,), likelihood="gaussian", epochs=2))):
        mean, variance = model.encode(PICTURES)
        z = mean + np.sqrt(variance) * RNG(3).standard_normal((60, 2), dtype=np.float32)
        y = model.decode(z).astype(float)
        if model.likelihood == "bernoulli":
            expected = (PICTURES * np.log(y) + (1 - PICTURES) * np.log(1 - y)).sum(1)
        else:
            expected = stats.norm.logpdf(PICTURES, y, np.sqrt(model.noise)).sum(1)
        found = model.elbo(PICTURES, rng=RNG(3)).reconstruction
        np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_training_raises_the_bound():
    long = fitted(mc.VAE(latent=2, hidden=(8,), epochs=200, batch_size=20, learning_rate=1e-2))
    assert long.record()["elbo"] > fitted().record()["elbo"] + 0.1
    assert long.record()["elbo"] == long.record()["reconstruction"] - long.record()["kl"]


def test_a_seed_gives_the_same_weights_whatever_torch_is_set_to():
    before, state = torch.get_num_threads(), torch.random.get_rng_state()
    one = fitted()
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == before
    try:
        torch.set_num_threads(2)
        torch.manual_seed(123)
        two = fitted()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    other = fitted(seed=1)
    for name, weight in one.weights.items():
        np.testing.assert_array_equal(weight, two.weights[name])
        assert not np.array_equal(weight, other.weights[name])
    assert one.record() == two.record()


def test_a_model_travels_by_pickle_and_by_file(tmp_path):
    import xarray as xr

    model = fitted()
    again = pickle.loads(pickle.dumps(model))
    kept = xr.Dataset({n: ([f"{n}_{k}" for k in range(w.ndim)], w)
                       for n, w in model.weights.items()})  # fmt: skip
    kept.to_netcdf(tmp_path / "model.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "model.nc", engine="h5netcdf") as stored:
        weights = {str(name): stored[name].values for name in stored.data_vars}
    stored = mc.VAE(latent=2, hidden=(8,), weights=weights)
    expected = model.sample(50, rng=RNG(4)).values
    np.testing.assert_array_equal(again.sample(50, rng=RNG(4)).values, expected)
    np.testing.assert_array_equal(stored.sample(50, rng=RNG(4)).values, expected)


def test_a_pickled_model_needs_no_torch_until_it_is_used():
    code = (
        "import pickle, sys; pickle.loads(sys.stdin.buffer.read()); print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(fitted()), capture_output=True, check=True
    )
    assert done.stdout.strip() == b"False"


def test_draws_from_the_decoder_scatter_around_its_means():
    for likelihood in ("bernoulli", "gaussian"):
        model = fitted(mc.VAE(latent=2, hidden=(8,), epochs=2, likelihood=likelihood))
        noisy = mc.VAE(**{**vars(model), "sample_means": False})
        means, draws = (
            m.sample(20_000, rng=RNG(5)).values[0].astype(float) for m in (model, noisy)
        )
        variance = means * (1 - means) if likelihood == "bernoulli" else 0.1
        assert has_mean(draws - means, 0)
        assert has_mean((draws - means) ** 2 - variance, 0)
        assert not has_mean((draws - means) ** 2 - 1.1 * variance, 0)


@pytest.mark.parametrize(
    "regime",
    [mc.Replace(), mc.Accumulate(), mc.Subsample(), mc.KeepOriginal(0.5), mc.Mixing(0.5, 0.3, 0.2)],
)
def test_the_loop_runs_it(regime):
    def go():
        return mc.run(PICTURES, model=SMALL, sample_size=40, generations=3, regime=regime,
                      replicates=2, rng=3)  # fmt: skip

    trace = go()
    assert trace.elbo.dims == ("generation", "replicate")
    assert trace.elbo.shape == (4, 2)
    assert np.isfinite(trace.elbo).all()
    assert trace.identical(go())


def test_progress_is_told():
    epochs = []
    SMALL.fit(mc.Points(PICTURES[None]), rng=RNG(0), on_epoch=epochs.append)
    assert epochs == [1, 2, 3]


def test_a_training_that_diverges_says_so():
    wild = mc.VAE(latent=2, hidden=(), likelihood="gaussian", learning_rate=1e20, epochs=5)
    with pytest.raises(FloatingPointError, match=r"epoch \d of 5.*\(60, 9\).*learning_rate=1e\+20"):
        fitted(wild)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"latent": 0}, ValueError, "latent must be at least 1, got 0"),
        ({"epochs": 2.5}, TypeError, "epochs must be an integer, got 2.5"),
        ({"batch_size": 0}, ValueError, "batch_size must be at least 1, got 0"),
        ({"hidden": [5]}, TypeError, r"hidden must be a tuple of widths, got \[5\]"),
        ({"hidden": (5, 0)}, ValueError, r"hidden\[1\] must be at least 1, got 0"),
        ({"likelihood": "poisson"}, ValueError, "likelihood must be one of .* got 'poisson'"),
        ({"device": "tpu"}, ValueError, "device must be one of .* got 'tpu'"),
        ({"noise": 0}, ValueError, "noise must be greater than 0, got 0"),
        ({"learning_rate": float("nan")}, ValueError, "learning_rate must be finite, got nan"),
    ],
)
def test_settings_that_are_refused(settings, error, message):
    with pytest.raises(error, match=message):
        mc.VAE(**settings)


def test_data_that_are_refused():
    with pytest.raises(ValueError, match=r"between 0 and 1 .* got values from 0 to 3"):
        fitted(data=3 * np.eye(5))
    with pytest.raises(ValueError, match="data must be finite, got nan"):
        fitted(data=np.full((5, 2), np.nan))
    with pytest.raises(ValueError, match=r"one replicate of points.*got \(1, 60\)"):
        SMALL.fit(mc.Points(np.zeros((1, 60))), rng=RNG(0))
    with pytest.raises(ValueError, match=r"one replicate of points.*got \(2, 30, 2\)"):
        SMALL.fit(mc.Points(np.zeros((2, 30, 2))), rng=RNG(0))
    with pytest.raises(ValueError, match="no weights yet"):
        SMALL.sample(3, rng=RNG(0))
    with pytest.raises(ValueError, match=r"x must have the shape \(size, 9\), got \(4, 8\)"):
        fitted().encode(np.zeros((4, 8)))
    with pytest.raises(ValueError, match=r"z must have the shape \(size, 2\), got \(3,\)"):
        fitted().decode(np.zeros(3))
    if not torch.cuda.is_available():
        with pytest.raises(ValueError, match="device must be 'cpu' where PyTorch finds no GPU"):
            fitted(mc.VAE(device="cuda"))
