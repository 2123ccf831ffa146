"""The discrete loop against NumPy's own multinomial draws."""

from collections.abc import Iterator

import numpy as np

import modelcollapse as mc
from benchmarks.row import Row, seconds

STATES, SIZE, GENERATIONS, REPLICATES = 1000, 1000, 10, 200


def zipf() -> np.ndarray:
    """Zipf's law: probabilities in proportion to 1 / rank."""
    weights = 1 / np.arange(1, STATES + 1)
    return weights / weights.sum()


def ours() -> None:
    mc.run(mc.Categorical(zipf()), sample_size=SIZE, generations=GENERATIONS, replicates=REPLICATES)


def bare() -> None:
    """The same draws: NumPy's are cheaper once states are lost, so they are lost here too."""
    rng = np.random.default_rng(0)
    p = np.tile(zipf(), (REPLICATES, 1))
    for _ in range(GENERATIONS):
        p = rng.multinomial(SIZE, p) / SIZE


def rows() -> Iterator[Row]:
    """The discrete row of the table."""
    ratio = seconds(ours, 9) / seconds(bare, 9)
    yield Row(
        f"Categorical, {STATES} states (Zipf), M = {SIZE}, {GENERATIONS} generations, "
        f"{REPLICATES} replicates",
        f"{ratio:.2f} times NumPy's multinomial draws",
        "at most 1.5 times",
        ratio <= 1.5,
    )
