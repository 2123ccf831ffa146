"""A diffusion model with a small network, trained on what the last one drew: points of a plane.

Generation 0 is real data: three round heaps at the corners of a triangle, with mean 0 and
covariance I. What the theory says of early stopping is exact there for the moments that are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..validation import told
from .task import Chain, Record, Tell

WIDTH = 0.3  # of a heap, in each direction
RADIUS = float(np.sqrt(2 * (1 - WIDTH**2)))  # so that the covariance is I
LOOKED_AT = 4000  # points that a model draws to be measured, beside those that it hands on
SHOWN = 200  # of these the result keeps, in thousandths
NETWORK: dict[str, Any] = {
    "hidden": (64, 64, 64),
    "steps": 2000,
    "batch_size": 256,
    "learning_rate": 5e-3,
}
DRAWING = 40  # steps of the sampler
DIMS: dict[str, tuple[str, ...]] = {
    "turns": ("turn",),
    "rings": ("ring",),
    "points": ("point", "axis"),
}
LABELS = {
    "turns": {"long_name": "mean of the real part of (x + iy)^k"},
    "rings": {"long_name": "mean of the Laguerre polynomial of degree k of half the square"},
    "spread": {"long_name": "variance of a coordinate within the model's law"},
    "nearest": {"long_name": "square of the way to the nearest training point, over that of noise"},
    "loss": {"long_name": "loss at the end of the training"},
    "points": {"long_name": "drawn points", "units": "1/1000"},
}  # fmt: skip


def chains(
    sample_size: int, t0: float, alpha: float, *, generations: int, seeds: int = 5
) -> Iterator[Chain]:
    """A chain for each seed."""
    where: dict[str, int | float | str] = {"sample_size": sample_size, "t0": t0, "alpha": alpha}
    for seed in range(seeds):
        yield Chain(where | {"seed": seed}, generations)


def smoke() -> Iterator[Chain]:
    """Small, to see that all works."""
    yield from chains(200, 0.05, 0.3, generations=3, seeds=2)


def book() -> Iterator[Chain]:
    """What the chapter shows: many points, without and with real ones, and few."""
    yield from chains(2000, 0.05, 0.0, generations=20)
    yield from chains(2000, 0.05, 0.3, generations=20)
    yield from chains(20, 0.01, 0.0, generations=20)


def paper() -> Iterator[Chain]:
    """The same with ten times the points and for longer: no paper's setting, a larger run."""
    yield from chains(20_000, 0.05, 0.0, generations=60)
    yield from chains(20_000, 0.05, 0.3, generations=60)
    yield from chains(200, 0.001, 0.0, generations=400)


PRESETS = {"smoke": (smoke, 0.1), "book": (book, 1), "paper": (paper, 5)}


def prepare(preset: str, data: str | None = None) -> Diffusion:
    """The task of a preset; raises ValueError for data, which this experiment draws itself."""
    if data is not None:
        raise ValueError(f"data must not be given: diffusion draws its own, got {told(data)}")
    listed, times = PRESETS[preset]
    network = NETWORK | {"steps": round(times * NETWORK["steps"])}
    about: dict[str, str | int | float] = {
        "data": "drawn from the law",
        "law": f"three heaps of width {WIDTH}, at the radius {RADIUS:.6f}",
        "network": ", ".join(f"{name}={value}" for name, value in network.items()),
        "steps_of_the_sampler": DRAWING,
        "points_measured": LOOKED_AT,
    }
    return Diffusion(f"diffusion-{preset}", list(listed()), about, network)


def real(size: int, rng: np.random.Generator) -> np.ndarray:
    """Points of the real law, (size, 2)."""
    angle = 2 * np.pi * rng.integers(3, size=size) / 3
    heaps = RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return heaps + WIDTH * rng.standard_normal((size, 2))


def look(points: np.ndarray, trained_on: np.ndarray, t0: float, loss: float) -> Record:
    r"""What the result keeps of a model's points, (size, 2).

    `turns` are harmonic polynomials of degree 1, 2, 3 and `rings` have the degrees 2 and 4: all
    are multiplied by $e^{-jt}$ in the mean, j the degree, where points diffuse for a time t.
    """
    half = (points**2).sum(axis=1) / 2
    whole = points @ np.array([1, 1j])
    signal, noise = np.exp(-t0), -np.expm1(-2 * t0)
    ways = ((points[:SHOWN, None] - signal * trained_on) ** 2).sum(axis=2)
    return {
        "turns": np.array([(whole**k).mean().real for k in (1, 2, 3)]),
        "rings": np.array([(1 - half).mean(), (1 - 2 * half + half**2 / 2).mean()]),
        "spread": points.var(axis=0).mean(),
        "nearest": ways.min(axis=1).mean() / (2 * noise),
        "loss": np.array(loss),
        "points": np.rint(1000 * points[:SHOWN].clip(-32, 32)).astype(np.int16),
    }


@dataclass
class Diffusion:
    """Model n learns from data set n - 1: points of model n - 1, and a share alpha of real ones."""

    name: str
    chains: list[Chain]
    about: dict[str, str | int | float]
    network: dict[str, Any]
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: LABELS)

    def kept(self, generation: int) -> bool:
        """Every generation is kept."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """Real points: those to be measured, and those that the first model learns from."""
        size, rng = int(chain.where["sample_size"]), stream(chain, 0)
        points = real(size + LOOKED_AT, rng)
        record = look(points[size:], points[:size], float(chain.where["t0"]), np.nan)
        return record, {"training": points[:size]}

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Train a network, let it draw, and put fresh real points to what it hands on."""
        from ..families import scores

        size, rng = int(chain.where["sample_size"]), stream(chain, generation)
        t0, fresh = float(chain.where["t0"]), round(float(chain.where["alpha"]) * size)
        layers, loss = scores.train(
            memory["training"],
            stop=t0,
            rng=rng,
            on_step=lambda share: tell("training", share),
            **self.network,
        )
        points = scores.draw(layers, size - fresh + LOOKED_AT, stop=t0, steps=DRAWING, rng=rng)
        record = look(points[-LOOKED_AT:], memory["training"], t0, loss)
        handed_on = np.concatenate([real(fresh, rng), points[:-LOOKED_AT]])
        return record, {"training": handed_on}


def stream(chain: Chain, generation: int) -> np.random.Generator:
    """The random numbers of a generation."""
    where = chain.where
    key = [int(where["seed"]), int(where["sample_size"]), round(100 * float(where["alpha"]))]
    return np.random.default_rng([*key, generation])
