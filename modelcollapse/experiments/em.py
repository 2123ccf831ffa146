"""Do the settings of EM matter? Enough runs of Gaussian mixtures to see it if they do.

The experiment `mixtures` follows few runs for long. This one follows many for a shorter time, and
keeps of each what the chapter compares, not the mixture itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import ndtr  # type: ignore[import-untyped]

from ..distances import l2
from ..families.mixture import GaussianMixture
from ..validation import told
from .mixtures import APART, CLOSE, LAST, PAPER, PARAMETERS, STRICT, law
from .task import Chain, Record, Tell

BATCH = 16  # runs of one chain, fitted together
SETTINGS = {"fresh": PAPER, "last": LAST, "strict": STRICT | {"tol": 1e-7}}
DIMS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("log_distance", "share", "left", "steps"), ("run",)
)
LABELS = {
    "log_distance": {"long_name": "logarithm of the L2 distance", "symbol": "log ‖pₙ − p₀‖"},
    "share": {"long_name": "share of the variance", "symbol": "v_n"},
    "left": {"long_name": "share of the model on the left side"},
    "steps": {"long_name": "steps of EM so far"},
}


def chains(
    sample_size: int,
    batches: int,
    generations: int,
    *,
    distance: float = APART,
    cost: tuple[float, float, float] = (1, 1, 1),
) -> Iterator[Chain]:
    """All three settings of EM, with the same random numbers; cost: of a generation of each."""
    where = {"sample_size": sample_size, "distance": distance}
    for batch in range(batches):
        for (name, settings), each in zip(SETTINGS.items(), cost, strict=True):
            yield Chain(where | {"setting": name, **settings, "batch": batch}, generations, each)


def smoke() -> Iterator[Chain]:
    """Small, to see that all works."""
    yield from chains(50, 1, 20)


def book() -> Iterator[Chain]:
    """What the chapter shows: so many runs as its calculation of power asks for."""
    yield from chains(10_000, 1, 10, distance=CLOSE, cost=(10, 4, 400))
    yield from chains(10_000, 2, 20, cost=(10, 4, 30))
    yield from chains(500, 3, 250)


def paper() -> Iterator[Chain]:
    """The paper's sample size and length, hours on one core."""
    yield from chains(1000, 8, 2000)


PRESETS = {"smoke": smoke, "book": book, "paper": paper}


def prepare(preset: str, data: str | None = None) -> Settings:
    """The task of a preset; raises ValueError for data, which this experiment draws itself."""
    if data is not None:
        raise ValueError(f"data must not be given: em draws its own, got {told(data)}")
    return Settings(f"em-{preset}", list(PRESETS[preset]()))


@dataclass(frozen=True)
class Settings:
    """Batches of mixtures, refitted together with one setting of EM each."""

    name: str
    chains: list[Chain]
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: LABELS)
    about: dict[str, str | int | float] = field(
        default_factory=lambda: {
            "data": "drawn from the law",
            "law": "1/2 N((-distance/2, 0), I) + 1/2 N((distance/2, 0), I)",
            "reg_covar": GaussianMixture.reg_covar,
            "runs_of_a_chain": BATCH,
        }
    )

    def kept(self, generation: int) -> bool:
        """Every tenth generation."""
        return generation % 10 == 0

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """The law, before any fit."""
        return pair(law(float(chain.where["distance"])).replicate(BATCH), chain, np.zeros(BATCH))

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Draw from the models that the memory holds, and fit."""
        where: dict[str, Any] = chain.where
        rng = np.random.default_rng([where["batch"], where["sample_size"], generation])
        last: dict[str, Any] = {name: memory[name] for name in PARAMETERS}
        model = GaussianMixture(**last, **{name: where[name] for name in PAPER})
        model = model.fit(model.sample(where["sample_size"], rng=rng), rng=rng)
        return pair(model, chain, memory["steps"] + model.iterations)


def pair(model: GaussianMixture, chain: Chain, steps: np.ndarray) -> tuple[Record, Record]:
    """What the result keeps, and what the next generation needs."""
    memory = {name: getattr(model, name) for name in PARAMETERS}
    w, m, S = memory.values()
    start = law(float(chain.where["distance"]))
    with np.errstate(divide="ignore"):  # the distance of generation 0 is 0
        distance = np.log(l2((w, m, S), (start.weights, start.means, start.covs)))
    share = np.trace(model.cov, axis1=-2, axis2=-1) / np.trace(start.cov)
    left = (w * ndtr(-m[..., 0] / np.sqrt(S[..., 0, 0]))).sum(axis=-1)
    record = {"log_distance": distance, "share": share, "left": left, "steps": steps}
    kept = {name: np.asarray(value, np.float32) for name, value in record.items()}
    return kept, memory | {"steps": steps}
