"""Mixing in the past: the law of the ages of the models that points come from, and what it costs.

Against the exact recurrence of `mc.theory.mixing`; `test_theory_pooling.py` has more weights.
"""

from dataclasses import dataclass

import numpy as np
import pytest

import modelcollapse as mc
from tests.chance import has_mean

LONG = (0.3, 0.65, 0.05)  # points of the twentieth model back are common


def last(regime, n=40, M=50):
    """Generation n of many runs."""
    settings = {"sample_size": M, "generations": n, "replicates": 20_000, "rng": 1}
    return mc.run(mc.Gaussian(ddof=0), regime=regime, **settings).isel(generation=-1)


def agrees(fits, n=40, M=50):
    """Whether both moments may be those of the exact recurrence."""
    expected = mc.theory.mixing.mixing_path(M, n, *LONG, ddof=0)[n]
    mean = has_mean(fits.mu**2, float(expected.mean_variance))
    return mean and has_mean(fits.sigma**2, float(expected.sigma2))


@dataclass(frozen=True)
class Few(mc.Mixing):
    """The same law, with the sources three at a time."""

    at_once = 3


@dataclass(frozen=True)
class Younger(mc.Mixing):
    """A wrong law of the ages: older models are used less than beta says."""

    def counts(self, size, shares, **settings):
        ages = shares[1:] * 0.8 ** np.arange(len(shares) - 1)
        ages *= shares[1:].sum() / ages.sum()
        return super().counts(size, np.append(shares[0], ages), **settings)


@dataclass(frozen=True)
class Forgetful(mc.Mixing):
    """A wrong law of the ages: what comes from the third model back comes from the truth."""

    def counts(self, size, shares, **settings):
        some = shares[:4].copy()
        some[0] += shares[4:].sum()
        return super().counts(size, some, **settings)


@pytest.mark.parametrize("kind", [mc.Mixing, Few])
def test_both_moments_after_many_generations(kind):
    assert agrees(last(kind(*LONG)))


@pytest.mark.parametrize("kind", [Younger, Forgetful])
def test_a_wrong_law_of_ages_is_found(kind):
    assert not agrees(last(kind(*LONG)))


@pytest.mark.parametrize("kind", [mc.Mixing, Few])
def test_the_sources_of_a_data_set_are_multinomial(kind):
    """Means, variances and covariances of the counts, and never a point too many or too few."""
    shares = np.append(0.05, 0.95 * 0.3 * 0.7 ** np.arange(30))
    shares /= shares.sum()
    rng, drawn = np.random.default_rng(2), np.zeros((40_000, len(shares)))
    for source, count in kind(*LONG).counts(20, shares, rng=rng, replicates=40_000):
        drawn[:, source] = count
    assert (drawn.sum(1) == 20).all()
    for k in (0, 1, 2, 5, 17):
        gaps = drawn[:, k] - 20 * shares[k]
        assert has_mean(gaps, 0)
        assert has_mean(gaps**2, 20 * shares[k] * (1 - shares[k]))
        assert has_mean(gaps * (drawn[:, 3] - 20 * shares[3]), -20 * shares[k] * shares[3])


DRAWN: list = []


class Counting(mc.Gaussian):
    """A Gaussian that writes down the data sets that are drawn from one of its kind."""

    def sample(self, size, **settings):
        DRAWN.append(size)
        return super().sample(size, **settings)


@pytest.mark.parametrize(
    ("weights", "most"),
    [((0.9, 0, 0.1), 2), ((1, 0, 0), 1), ((0.5, 0.25, 0.25), 16), ((1 / 3, 1 / 3, 1 / 3), 20)],
)
def test_a_generation_costs_the_same_however_many_were_before(weights, most):
    """About log(points) / log(1/beta) models are used, and not all of them."""
    work = []
    for n in (100, 200):
        DRAWN.clear()
        mc.run(Counting(), sample_size=100, generations=n, regime=mc.Mixing(*weights), rng=3)
        assert len(DRAWN) <= most * n
        work.append(len(DRAWN))
    assert work[1] <= 2.2 * work[0]


def test_weights_without_a_past_keep_their_random_numbers():
    """One multinomial for both sources, then the truth, then the model."""
    rng = np.random.Generator(np.random.SFC64(4))
    law = mc.Gaussian().replicate(5)
    model = law.fit(law.sample(10, rng=rng))
    for _ in range(2):
        real, new = rng.multinomial(10, [0.1, 0.9], 5).T
        model = model.fit(law.sample(real, rng=rng) + model.sample(new, rng=rng))
    trace = mc.run(mc.Gaussian(), sample_size=10, generations=3, replicates=5, rng=4,
                   regime=mc.Mixing(0.9, 0, 0.1))  # fmt: skip
    np.testing.assert_allclose(trace.mu[-1], model.mu, rtol=1e-12)
