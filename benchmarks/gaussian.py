"""The Gaussian loop against the bare cost of its random numbers, and against plain loops."""

from collections.abc import Callable, Iterator

import numpy as np

import modelcollapse as mc
from benchmarks.row import Row, seconds

GENERATIONS = 100


def ours(sample_size: int, replicates: int, regime: object = None) -> Callable[[], object]:
    return lambda: mc.run(
        mc.Gaussian(),
        sample_size=sample_size,
        generations=GENERATIONS,
        replicates=replicates,
        regime=regime,
    )


def bare(sample_size: int, replicates: int) -> None:
    """The same normals and chi-squares, drawn and thrown away."""
    rng = np.random.default_rng(0)
    for _ in range(GENERATIONS):
        rng.standard_normal(replicates)
        rng.chisquare(sample_size - 1, replicates)


def every_point(sample_size: int, replicates: int) -> None:
    """The loop as a student first writes it."""
    for _ in range(replicates):
        mu, sigma = 0.0, 1.0
        for _ in range(GENERATIONS):
            points = np.random.normal(mu, sigma, sample_size)  # noqa: NPY002
            mu, sigma = points.mean(), points.std(ddof=1)


def growing_array(sample_size: int, replicates: int) -> None:
    """The same with all points so far kept and refitted."""
    for _ in range(replicates):
        mu, sigma, points = 0.0, 1.0, np.empty(0)
        for _ in range(GENERATIONS):
            fresh = np.random.normal(mu, sigma, sample_size)  # noqa: NPY002
            points = np.concatenate([points, fresh])
            mu, sigma = points.mean(), points.std(ddof=1)


def rows() -> Iterator[Row]:
    """The Gaussian rows of the table."""
    for size in (1000, 10**7):
        ratio = seconds(ours(size, 100_000), 7) / seconds(lambda M=size: bare(M, 100_000), 7)
        yield Row(
            f"Gaussian, Replace, M = {size}, {GENERATIONS} generations, 100,000 replicates",
            f"{ratio:.2f} times NumPy's default generator drawing the same numbers",
            "at most 1.3 times",
            ratio <= 1.3,
        )
    # the plain loops are timed on fewer replicates and scaled: they are loops over replicates
    ratio = 10 * seconds(lambda: every_point(1000, 100), 3) / seconds(ours(1000, 1000), 7)
    yield Row(
        "the same with M = 1000 and 1,000 replicates, against a loop that draws every point",
        f"{ratio:.0f} times faster",
        "at least 300 times",
        ratio >= 300,
    )
    accumulate = ours(1000, 1000, mc.Accumulate())
    ratio = 100 * seconds(lambda: growing_array(1000, 10), 3) / seconds(accumulate, 7)
    yield Row(
        "Gaussian, Accumulate, same sizes, against growing an array and refitting",
        f"{ratio:.0f} times faster",
        "at least 1000 times",
        ratio >= 1000,
    )
