"""Many mixtures at once against a plain loop of scikit-learn, and a sweep on both cores."""

import time
import warnings
from collections.abc import Callable, Iterator

import joblib
import numpy as np
from joblib.externals.loky import get_reusable_executor
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

import modelcollapse as mc
from benchmarks.row import Row

SIZE, GENERATIONS, REPLICATES = 1000, 50, 20
LAW = mc.GaussianMixture([0.5, 0.5], [[-2, 0], [2, 0]], [np.eye(2), np.eye(2)])


def ours(seed: int = 0) -> None:
    mc.run(LAW, sample_size=SIZE, generations=GENERATIONS, replicates=REPLICATES, rng=seed)


def plain(seed: int = 0) -> None:
    """Fit, sample, fit, as one would write it with scikit-learn, one replicate after the other."""
    for replicate in range(REPLICATES):
        first = (seed * REPLICATES + replicate) * GENERATIONS
        data = LAW.sample(SIZE, rng=np.random.default_rng(first)).values[0]
        for generation in range(GENERATIONS):
            model = GaussianMixture(2, random_state=first + generation).fit(data)
            data, _ = model.sample(SIZE)


def once(work: Callable[[], object]) -> float:
    """Processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def against_scikit_learn() -> Row:
    """The median ratio of neighbours in time: EM takes more steps for some seeds than others."""
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")
        ours()
        pairs = [(once(lambda s=s: ours(s)), once(lambda s=s: plain(s))) for s in range(5)]
    gain = float(np.median([b / a for a, b in pairs]))
    return Row(
        f"GaussianMixture, M = {SIZE}, {GENERATIONS} generations, {REPLICATES} replicates",
        f"{gain:.1f} times as fast as a plain scikit-learn loop (median of {len(pairs)})",
        "at least 5 times faster",
        gain >= 5,
    )


def on_both_cores() -> Row:
    """Wall time of a sweep in two processes, which are there already, and in one."""

    def wall(jobs: int) -> float:
        def sweep(replicates: int) -> None:
            mc.sweep(
                LAW,
                sample_size=[SIZE + extra for extra in range(4)],
                generations=GENERATIONS,
                replicates=replicates,
                progress=False,
            )

        with joblib.parallel_config(n_jobs=jobs):
            sweep(1)
            start = time.perf_counter()
            sweep(2 * REPLICATES)
            return time.perf_counter() - start

    gain = float(np.median([wall(1) / wall(2) for _ in range(3)]))
    get_reusable_executor().shutdown(wait=True)
    return Row(
        f"a sweep of the same over four sizes, {2 * REPLICATES} replicates, in two processes",
        f"{gain:.1f} times as fast as in one (median of 3)",
        "at least 1.5 times",
        gain >= 1.5,
    )


def rows() -> Iterator[Row]:
    """The mixture's rows of the table."""
    yield against_scikit_learn()
    yield on_both_cores()
