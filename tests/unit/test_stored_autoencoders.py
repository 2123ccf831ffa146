"""The stored autoencoders are what today's code makes: the digits' first model, trained again.

That of MNIST, and a second generation, are for tests/release.
"""

import pytest

from modelcollapse.experiments import vae
from modelcollapse.families import networks
from tests.stored import other_pictures, other_settings, stored


@pytest.fixture(scope="module")
def digits():
    """The task on the digits, on the processor as it was, and its stored result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vae, "device", lambda: "cpu")
        return vae.prepare("book", "digits"), stored("vae-book-digits")


def test_autoencoders_are_those_of_todays_code(digits):
    assert not other_settings(*digits)
    assert other_pictures(*digits, last=1) == [[], []]


def test_another_learning_rate_is_found(digits, monkeypatch):
    """A thousandth more, in the code that trains."""
    train = networks.train

    def faster(*arguments, learning_rate, **settings):
        return train(*arguments, learning_rate=1.001 * learning_rate, **settings)

    monkeypatch.setattr(networks, "train", faster)
    assert {"latent_variance", "latent_kl"} <= set(other_pictures(*digits, last=0)[0])


@pytest.mark.parametrize("data", ["digits", "mnist"])
def test_autoencoders_have_todays_settings(data):
    chosen, result = vae.PRESETS["book", data], stored(f"vae-book-{data}")
    assert repr(chosen.model) == result.attrs["model"]
    assert (chosen.seeds, chosen.generations + 1) == (
        result.sizes["chain"],
        result.sizes["generation"],
    )
    assert chosen.images == int(result.attrs["training_images"])
