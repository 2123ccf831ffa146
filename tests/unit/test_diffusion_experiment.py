"""The experiment with score networks: its sampler against exact scores, its moments, its store."""

import numpy as np
import pytest
import torch

from modelcollapse.experiments import diffusion
from modelcollapse.families import scores
from tests.chance import has_mean, same_law
from tests.stored import other_settings, other_values, quiet, records, stored

POINTS = np.array([[0.7, 0.2], [-0.4, 0.7], [0.1, -1.0], [-0.8, -0.2]])
STOP = 0.1


def of_points(layers, x, t):
    """In place of a network: v of the exact minimiser for four points."""
    a, h = torch.exp(-t), scores.noise(t)
    heaps = torch.tensor(POINTS, dtype=torch.float32)
    off = x[:, None] - a[:, :, None] * heaps
    chosen = torch.softmax(-(off**2).sum(2) / (2 * h**2), dim=1)
    clean = chosen @ heaps
    return (a * x - clean) / h


@pytest.fixture
def exact(monkeypatch):
    """Points that the sampler draws with the exact score, steps by steps."""
    monkeypatch.setattr(scores, "velocity", of_points)

    def drawn(steps, size=20_000):
        rng = np.random.default_rng(1)
        return scores.draw([], size, stop=STOP, steps=steps, rng=rng)

    return drawn


def test_the_sampler_draws_copies_with_noise(exact):
    """Squares are those of a kernel density estimate, but for 2 %: sampling and steps."""
    x, kept = exact(400), np.exp(-2 * STOP)
    right = kept * (POINTS**2).mean(0) + 1 - kept
    assert (x**2).mean(0) == pytest.approx(right, rel=0.02)
    assert (x**2).mean(0) != pytest.approx((POINTS**2).mean(0), rel=0.02), "no early stop"
    assert x.mean(0) == pytest.approx(np.sqrt(kept) * POINTS.mean(0), abs=0.03)
    rng = np.random.default_rng(6)
    copies = np.sqrt(kept) * POINTS[rng.integers(4, size=5000)]
    noisy = copies + np.sqrt(1 - kept) * rng.standard_normal(copies.shape)
    for axis in (0, 1):
        assert same_law(x[:5000, axis], noisy[:, axis])
        assert not same_law(x[:5000, axis], copies[:, axis])


def test_forty_steps_are_enough(exact):
    """The book's number of steps, on the same starting points, against ten times as many."""
    fine, coarse, few = exact(400), exact(diffusion.DRAWING), exact(4)
    spread = fine.var(0)
    assert coarse.var(0) == pytest.approx(spread, rel=0.02)
    assert few.var(0) != pytest.approx(spread, rel=0.02)


def test_a_network_that_has_learned_nothing_draws_noise():
    layers = scores.initial((8, 8), np.random.default_rng(2))
    x = scores.draw(layers, 40_000, stop=STOP, steps=40, rng=np.random.default_rng(3))
    assert x.var(0) == pytest.approx(1, rel=0.03)
    assert not np.any(layers[-2])
    assert np.any(layers[0])


def test_moments_of_the_real_law():
    points = diffusion.real(200_000, np.random.default_rng(4))
    for axis in (0, 1):
        assert has_mean(points[:, axis], 0)
        assert has_mean(points[:, axis] ** 2, 1)
    assert has_mean(((points @ [1, 1j]) ** 3).real, diffusion.RADIUS**3)
    found = diffusion.look(points, points[:50], STOP, 0.5)
    fourth = diffusion.RADIUS**4 + 8 * (diffusion.RADIUS * diffusion.WIDTH) ** 2
    assert found["rings"] == pytest.approx([0, (fourth + 8 * diffusion.WIDTH**4) / 8 - 1], abs=0.02)
    assert found["turns"] == pytest.approx([0, 0, diffusion.RADIUS**3], abs=0.03)
    assert found.keys() == diffusion.LABELS.keys()


def test_a_diverging_training_says_what_to_change():
    rng = np.random.default_rng(5)
    settings = diffusion.NETWORK | {"steps": 30, "learning_rate": 1e25}
    with pytest.raises(FloatingPointError, match="a lower learning_rate may help"):
        scores.train(diffusion.real(50, rng), stop=STOP, rng=rng, on_step=abs, **settings)


@pytest.fixture(scope="module")
def smoke():
    """Two generations of the first chain of the smoke preset, and what was told."""
    task, told = diffusion.prepare("smoke"), []
    record, memory = task.begin(task.chains[0], quiet)
    found = [record]
    for generation in (1, 2):
        record, memory = task.advance(
            task.chains[0], generation, memory, lambda text, share: told.append(share)
        )
        found.append(record)
    return task, found, memory, told


def test_networks_learn_the_three_heaps(smoke):
    """Two hundred steps of training are enough to see them: noise would have 0."""
    _, found, memory, told = smoke
    assert 0.5 < found[1]["turns"][2] < diffusion.RADIUS**3
    assert memory["training"].shape == (200, 2)
    assert told == [0.5, 1.0, 0.5, 1.0]
    assert np.isnan(found[0]["loss"])
    assert found[1]["loss"] < 1.1


def test_a_generation_hangs_on_its_memory_alone(smoke):
    task, found, _, _ = smoke
    again = records(task, task.chains[0], 2)
    for one, two in zip(found, again, strict=True):
        for name in one:
            np.testing.assert_array_equal(one[name], two[name])
    other = records(task, task.chains[1], 0)
    assert not np.array_equal(other[0]["turns"], found[0]["turns"])


def test_it_draws_its_own_data():
    with pytest.raises(ValueError, match=r"data must not be given: diffusion .* got 'MNIST'"):
        diffusion.prepare("book", "MNIST")


def other_networks(result):
    """What differs in generations 0 and 1 of the first chain, made again."""
    task = diffusion.prepare("book")
    rows = [result.isel(chain=0).sel(generation=generation) for generation in (0, 1)]
    made = records(task, task.chains[0], 1)
    within = {"points": 2, "turns": 2e-4, "rings": 2e-4}  # points in thousandths
    return [
        other_values(record, row, rtol=1e-4, within=within)
        for record, row in zip(made, rows, strict=True)
    ]


def test_the_stored_networks_are_those_of_todays_code():
    result = stored("diffusion-book")
    assert not other_settings(diffusion.prepare("book"), result)
    assert other_networks(result) == [[], []]


def test_another_learning_rate_is_found(monkeypatch):
    """Two hundredths more, in the code that trains; a thousandth moves points by less."""
    train = scores.train

    def faster(points, *, learning_rate, **settings):
        return train(points, learning_rate=1.02 * learning_rate, **settings)

    monkeypatch.setattr(scores, "train", faster)
    found = other_networks(stored("diffusion-book"))
    assert found[0] == []
    assert found[1]
