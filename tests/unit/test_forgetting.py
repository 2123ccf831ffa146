"""One thing changed at a time: the experiment on the pace of forgetting, and what it stored."""

import numpy as np
import pytest

from modelcollapse.experiments import forgetting
from tests.stored import DATA, needs, other_values, quiet, records, stored


@pytest.fixture(scope="module")
def task():
    """The smoke preset, on the digits."""
    return forgetting.prepare("smoke", None)


def test_a_linear_spectrum_is_read_off():
    """Pixels with known directions: the noise is that of the mean picture, the weights sum to 1."""
    rng = np.random.default_rng(0)
    pictures = rng.uniform(0.2, 0.8, (500, 6))
    values, weight = forgetting.directions(pictures)
    mean = pictures.mean(axis=0)
    unit = np.sqrt(mean * (1 - mean))
    exact = np.linalg.eigvalsh(np.cov((pictures / unit).T))[::-1]
    np.testing.assert_allclose(values, exact)
    np.testing.assert_allclose(values @ weight, 500 / 499)  # the same variance, other divisor


@pytest.mark.parametrize("name", forgetting.VARIATIONS)
def test_every_variation_makes_generations(task, name):
    [chain] = [c for c in task.chains if c.where["changed"] == name]
    first, last = records(task, chain, 2)[::2]
    assert first["diversity"] == 1
    assert last.keys() == first.keys() <= forgetting.LABELS.keys()
    assert all(np.isfinite(value) for value in last.values())


def test_a_generation_hangs_on_its_memory_alone(task):
    chain = task.chains[0]
    _, memory = task.begin(chain, quiet)
    _, memory = task.advance(chain, 1, memory, quiet)
    one, two = (task.advance(chain, 2, dict(memory), quiet) for _ in range(2))
    for a, b in zip(one, two, strict=True):
        for key in a:
            np.testing.assert_array_equal(a[key], b[key])


def test_the_stored_result_has_todays_settings():
    result = stored("forgetting-book")
    assert result.attrs["model"] == repr(forgetting.BASE)
    assert result.sizes["generation"] == forgetting.PRESETS["book"][0] + 1
    assert set(result.changed.values) == set(forgetting.VARIATIONS)


@needs("mnist")
def test_the_stored_spectrum_is_that_of_mnist():
    task, result = forgetting.prepare("book", str(DATA / "mnist")), stored("forgetting-book")
    assert result.attrs["checksum"] == task.about["checksum"]
    assert other_values(task.given, result, rtol=1e-6) == []
