"""The linear autoencoder: closed forms against numerical optima of the bound and simulation."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import ortho_group

from modelcollapse.theory.ppca import (
    decoder_means,
    latent_variance,
    learned_noise,
    lifetime,
    refit,
)
from tests.chance import has_mean

SPECTRUM = [sp.Integer(5), sp.Integer(2), sp.Rational(1, 2), sp.Rational(1, 4)]
LATENTS = 2


def numbers(values):
    return np.array([float(value) for value in values])


def most_probable(cov, latents, noise=None):
    """The covariance W W^T + s^2 I of the highest likelihood, by climbing from three starts."""
    N = len(cov)

    def model(flat):
        W = flat[: N * latents].reshape(N, latents)
        return W @ W.T + (np.exp(flat[-1]) if noise is None else noise) * np.eye(N)

    def loss(flat):
        C = model(flat)
        return np.linalg.slogdet(C)[1] + np.trace(np.linalg.solve(C, cov))

    starts = np.random.default_rng(1).standard_normal((3, N * latents + 1))
    best = min((minimize(loss, start, tol=1e-12) for start in starts), key=lambda r: r.fun)
    return model(best.x)


def turned(spectrum):
    """A covariance with these eigenvalues and axes of no special direction."""
    axes = ortho_group.rvs(len(spectrum), random_state=2)
    return axes @ np.diag(numbers(spectrum)) @ axes.T


@pytest.mark.parametrize("noise", [0.1, 1.0, 3.0])
def test_the_refit_is_the_most_probable_covariance(noise):
    found = np.linalg.eigvalsh(most_probable(turned(SPECTRUM), LATENTS, noise))[::-1]
    assert np.allclose(found, numbers(refit(SPECTRUM, LATENTS, noise)), atol=1e-4)


def test_the_learned_noise_is_the_most_probable():
    found = np.linalg.eigvalsh(most_probable(turned(SPECTRUM), LATENTS))[::-1]
    noise = learned_noise(SPECTRUM, LATENTS)
    assert noise == sp.Rational(3, 8)
    assert np.allclose(found, numbers(refit(SPECTRUM, LATENTS, noise)), atol=1e-4)


def test_a_refit_of_its_own_draws_changes_nothing_and_of_its_means_does():
    once = refit(SPECTRUM, LATENTS, 1)
    assert refit(once, LATENTS, 1) == once
    assert refit([value - 1 for value in once], LATENTS, 1) != once


def best_bound(variance, noise):
    """Encoder slope a, its variance v and decoder w of the highest mean bound, one dimension."""

    def loss(t):
        a, v, w = t[0], np.exp(t[1]), t[2]
        miss = variance * (1 - w * a) ** 2 + w**2 * v
        return miss / noise + a**2 * variance + v - t[1]

    a, log_v, w = minimize(loss, [0.5, -1.0, 0.7], tol=1e-12).x
    return a, np.exp(log_v), w


def test_decoder_means_lose_the_noise_in_each_generation():
    variance, noise = 2.5, 0.7
    for n in range(1, 6):
        variance = best_bound(variance, noise)[2] ** 2
        assert variance == pytest.approx(float(decoder_means(2.5, noise, n)), abs=1e-3)
    assert lifetime(2.5, noise) == 4  # and the fifth generation was empty


@pytest.mark.parametrize("n", [0, 1, 3, 9])
def test_what_the_first_encoder_sees(n):
    rng, (a, v, _) = np.random.default_rng(3), best_bound(2.5, 0.4)
    x = np.sqrt(float(decoder_means(2.5, 0.4, n))) * rng.standard_normal(40_000)
    z = a * x + np.sqrt(v) * rng.standard_normal(40_000)
    width = 0.4 / 2.5
    assert has_mean(z**2, float(latent_variance(2.5, 0.4, n)) + width)
    assert not has_mean(z**2, float(latent_variance(2.5, 0.4, n + 1)) + width) or n == 9


@given(st.fractions(0, 50), st.fractions("1/20", 5))
def test_the_lifetime_is_the_first_generation_without_variance(eigenvalue, noise):
    value, s2 = sp.Rational(eigenvalue), sp.Rational(noise)
    end = int(lifetime(value, s2))
    assert decoder_means(value, s2, end) == 0
    assert end == 0 or decoder_means(value, s2, end - 1) > 0


def test_symbols():
    lam, s2 = sp.symbols("lambda s2", positive=True)
    n = sp.Symbol("n", integer=True, nonnegative=True)
    assert decoder_means(lam, s2, n) == sp.Max(lam - n * s2, 0)
    assert sp.simplify(latent_variance(lam, s2, 0) - (1 - s2 / lam)) == 0
    assert refit([lam, s2], 1, s2)[1] == s2


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: refit([1, 2], 1, 1), ValueError, "eigenvalues must have the largest first"),
        (lambda: refit([2, -1], 1, 1), ValueError, r"eigenvalues\[1\].*at least 0, got -1"),
        (lambda: refit(3, 1, 1), TypeError, "eigenvalues must be a sequence of.*got 3"),
        (lambda: refit([2, 1], 3, 1), ValueError, "latents must be a number of at most 2, got 3"),
        (lambda: refit([2, 1], 0, 1), ValueError, "latents must be at least 1, got 0"),
        (lambda: refit([2, 1], 1, 0), ValueError, "noise must be above 0, got 0"),
        (lambda: learned_noise([2, 1], 2), ValueError, "fewer than the 2 eigenvalues, got 2"),
        (lambda: decoder_means(1, -1, 1), ValueError, "noise must be.*at least 0, got -1"),
        (lambda: decoder_means(1, 1, -1), ValueError, "n must be at least 0, got -1"),
        (lambda: decoder_means(1, 1, 0.5), TypeError, "n must be an integer.*0.5"),
        (lambda: lifetime("1", 1), TypeError, "eigenvalue must be a number"),
        (lambda: latent_variance(1, 1, 1), ValueError, "eigenvalue must be above the noise 1"),
    ],
)  # fmt: skip
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()
