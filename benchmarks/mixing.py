"""Mixing in the past against replacement: what a generation costs, however many were before."""

from collections.abc import Iterator

import modelcollapse as mc
from benchmarks.row import Row, seconds

WEIGHTS = {"0.9, 0, 0.1": (0.9, 0, 0.1), "1/2, 1/4, 1/4": (0.5, 0.25, 0.25)}


def cost(regime: object, generations: int) -> float:
    """Processor time of a generation."""

    def work() -> None:
        mc.run(mc.Gaussian(), sample_size=100, generations=generations, regime=regime,
               replicates=10_000)  # fmt: skip

    return seconds(work, 3) / generations


def rows() -> Iterator[Row]:
    """The rows of the table: 50 and 250 generations of each weighting."""
    for words, weights in WEIGHTS.items():
        regime = mc.Mixing(*weights)
        few, many = cost(regime, 50), cost(regime, 250)
        yield Row(
            f"Mixing ({words}), Gaussian, M = 100, 10,000 replicates: a generation of 250",
            f"{many / few:.2f} times as long as one of 50",
            "at most 1.5 times",
            many <= 1.5 * few,
        )
        ratio = many / cost(mc.Replace(), 250)
        yield Row(
            "the same against a generation of Replace",
            f"{ratio:.1f} times as long",
            "at most 3 times",
            ratio <= 3,
        )
