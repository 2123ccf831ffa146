"""Gaussian mixtures, refitted for 2000 generations: Figures 7 and 13 of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..families.mixture import GaussianMixture
from ..validation import told
from .task import Chain, Record, Tell

PAPER: dict[str, Any] = {"start": "fresh", "tol": 1e-3, "max_iter": 100}  # scikit-learn's defaults
LAST = PAPER | {"start": "last"}
STRICT = PAPER | {"tol": 1e-8, "max_iter": 2000}
PARAMETERS = ("weights", "means", "covs")
APART, CLOSE = 4.0, 1.0  # distance of the means in standard deviations: two heaps, or one
STEP = 10  # of the generations, the result keeps the first ten and every tenth


def law(distance: float) -> GaussianMixture:
    """Two round Gaussians of width 1; the paper gives neither the places nor the shapes of its."""
    half = distance / 2
    means = np.array([[-half, 0.0], [half, 0.0]])
    return GaussianMixture(np.array([0.5, 0.5]), means, np.array([np.eye(2), np.eye(2)]))


def chains(
    sample_size: int,
    seeds: int,
    settings: dict[str, Any],
    cost: float,
    *,
    distance: float = APART,
    generations: int = 2000,
) -> list[Chain]:
    """Chains for so many seeds; cost: milliseconds a generation, about."""
    where = {"sample_size": sample_size, "distance": distance, **settings}
    return [Chain(where | {"seed": seed}, generations, cost) for seed in range(seeds)]


def smoke() -> Iterator[Chain]:
    """Small, to see that all works."""
    for settings in (PAPER, LAST):
        yield from chains(100, 2, settings, 8, generations=50)


def book() -> Iterator[Chain]:
    """What the chapter shows: both figures with several seeds, and other settings of EM.

    About 100 minutes on one core, more than half of it for 200,000 points. The last ones are
    for the jumps in Figure 13: where the heaps overlap, k-means does not always find the same
    two parts, and EM with the paper's tolerance stays with them.
    """
    yield from chains(1000, 20, PAPER, 10)
    yield from chains(1000, 5, LAST, 6)
    yield from chains(1000, 5, STRICT, 20)
    yield from chains(500, 5, PAPER, 9)
    yield from chains(10_000, 5, PAPER, 20)
    yield from chains(10_000, 3, LAST, 13)
    yield from chains(10_000, 2, STRICT, 55)
    yield from chains(50_000, 3, PAPER, 110)
    yield from chains(200_000, 3, PAPER, 560)
    yield from chains(10_000, 5, PAPER, 20, distance=CLOSE, generations=500)
    yield from chains(10_000, 3, LAST, 13, distance=CLOSE, generations=500)
    yield from chains(10_000, 2, STRICT | {"tol": 1e-7}, 900, distance=CLOSE, generations=200)


def paper() -> Iterator[Chain]:
    """The sample sizes and the length of the paper's Figures 7 and 13: two hours on one core."""
    costs = {500: 9, 1000: 10, 10_000: 20, 50_000: 110, 200_000: 560}
    for sample_size, cost in costs.items():
        yield from chains(sample_size, 5, PAPER, cost)


PRESETS = {"smoke": smoke, "book": book, "paper": paper}


def prepare(preset: str, data: str | None = None) -> Mixtures:
    """The task of a preset; raises ValueError for data, which this experiment draws itself."""
    if data is not None:
        raise ValueError(f"data must not be given: mixtures draws its own, got {told(data)}")
    return Mixtures(f"mixtures-{preset}", list(PRESETS[preset]()))


@dataclass(frozen=True)
class Mixtures:
    """Chains of mixtures refitted with several sample sizes and settings of EM.

    Beside what the family records, `unconverged` and `steps` say of all generations so far,
    kept or not, how many of their fits did not converge and how many steps of EM they took.
    A chain draws the same random numbers whatever EM's settings.
    """

    name: str
    chains: list[Chain]
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(GaussianMixture.dims))
    labels: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            **GaussianMixture.labels,
            "unconverged": {"long_name": "fits so far that did not converge"},
            "steps": {"long_name": "steps of EM so far"},
        }
    )
    about: dict[str, str | int | float] = field(
        default_factory=lambda: {
            "data": "drawn from the law",
            "law": "1/2 N((-distance/2, 0), I) + 1/2 N((distance/2, 0), I)",
            "reg_covar": GaussianMixture.reg_covar,
        }
    )

    def kept(self, generation: int) -> bool:
        """The first generations, and then every tenth: a curve, and the figures' generations."""
        return generation <= STEP or generation % STEP == 0

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """The law, before any fit."""
        return self.pair(law(float(chain.where["distance"])), np.zeros(2))

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Draw from the model that the memory holds, and fit."""
        where = chain.where
        seed, size = int(where["seed"]), int(where["sample_size"])
        rng = np.random.default_rng([seed, size, generation])
        last = {name: memory[name] for name in PARAMETERS}
        model = GaussianMixture(**last, **{name: where[name] for name in PAPER})  # type: ignore[arg-type]
        model = model.fit(model.sample(size, rng=rng), rng=rng)
        return self.pair(model, memory["sums"] + [1 - model.converged, model.iterations])

    def pair(self, model: GaussianMixture, sums: np.ndarray) -> tuple[Record, Record]:
        """What the result keeps, and what the next generation needs.

        Single precision is enough, but for the covariances: that of a needle would be singular.
        """
        memory = {name: getattr(model, name) for name in PARAMETERS} | {"sums": sums}
        every = model.record() | {"unconverged": sums[0], "steps": sums[1]}
        record = {name: np.asarray(value, np.float32) for name, value in every.items()}
        return record | {"covs": model.covs}, memory
