"""The mixture's loop against a plain loop of scikit-learn, and on both cores."""

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

SIZE, GENERATIONS, SEEDS = 1000, 50, 8
LAW = mc.GaussianMixture([0.5, 0.5], [[-2, 0], [2, 0]], [np.eye(2), np.eye(2)])


def ours(seed: int = 0, seeds: int = 1) -> None:
    mc.run(LAW, sample_size=SIZE, generations=GENERATIONS, replicates=seeds, rng=seed)


def plain(seed: int) -> None:
    """Fit, sample, fit, as one would write it with scikit-learn."""
    data = LAW.sample(SIZE, rng=np.random.default_rng(seed)).values[0]
    for generation in range(GENERATIONS):
        model = GaussianMixture(2, random_state=GENERATIONS * seed + generation).fit(data)
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
        ours(), plain(0)
        pairs = [(once(lambda s=s: ours(s)), once(lambda s=s: plain(s))) for s in range(15)]
    ratio = float(np.median([a / b for a, b in pairs]))
    return Row(
        f"GaussianMixture, M = {SIZE}, {GENERATIONS} generations, one seed",
        f"{ratio:.2f} times a plain scikit-learn loop (median of {len(pairs)} seeds)",
        "at most 1.0 times, 0.1 for noise",
        ratio <= 1.1,
    )


def on_both_cores() -> Row:
    """Wall time of many seeds in two processes, which are there already, and in one."""

    def wall(jobs: int) -> float:
        with joblib.parallel_config(n_jobs=jobs):
            ours(seeds=2)
            start = time.perf_counter()
            ours(seeds=SEEDS)
            return time.perf_counter() - start

    gain = float(np.median([wall(1) / wall(2) for _ in range(3)]))
    get_reusable_executor().shutdown(wait=True)
    return Row(
        f"the same with {SEEDS} seeds, in two processes",
        f"{gain:.1f} times as fast as in one (median of 3)",
        "at least 1.5 times",
        gain >= 1.5,
    )


def rows() -> Iterator[Row]:
    """The mixture's rows of the table."""
    yield against_scikit_learn()
    yield on_both_cores()
