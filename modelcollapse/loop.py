"""Learning with generational data: fit, sample, fit again (the paper's Figure 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import xarray as xr

from .checks import Schedule, generator
from .plan import Plan, plan
from .points import Empirical, Points
from .regimes import Regime

POINTS_AT_ONCE = 2**22  # a block of replicates holds at most so many coordinates: 32 MiB
MOMENTS_AT_ONCE = 2**14  # without points: so many replicates, which stay in the cache,
NUMBERS_AT_ONCE = 2**20  # or fewer, if their parameters are many: 8 MiB

Record = dict[str, np.ndarray]


def run(
    law: Any,
    *,
    model: Any = None,
    sample_size: Schedule = 100,
    generations: int = 50,
    regime: Regime | None = None,
    replicates: int = 1000,
    rng: int | np.random.Generator = 0,
    pointwise: bool = False,
) -> xr.Dataset:
    r"""Fit a model to data, draw new data from it, and so on, `generations` times.

    $X^i_j \sim p_i,\ j = 1 \dots M_i;\quad \theta_{i+1} = \mathrm{fit}(D_i)$; the regime
    says what D_i is. law: the original law p_0, a model with known parameters, or a data
    set (size,) or (size, dimension). model: the family that is refitted, None for the law's
    own. sample_size: M_i, an int, a sequence with one entry a generation, or a function of i.
    rng: an int seed, with which the trace is the same every time, or a NumPy generator.
    pointwise: draw every point and refit, the check on sampling sufficient statistics.
    A family without replicates runs them one by one, through joblib: on every core inside
    `with joblib.parallel_config(n_jobs=-1)`, with the same result.

    Returns a Dataset with dims (generation, replicate, …), generation = 0 … n: generation 0
    is the original law, generation i the fitted p_theta_i. Under a law of another family,
    generation 0 holds what the law itself records under the same names, NaN otherwise.
    Raises ValueError or TypeError, before any work, naming the argument and the value.
    Section 4 of the paper; chapter "Learning with generational data".
    """
    todo = plan(
        law,
        model=model,
        sample_size=sample_size,
        generations=generations,
        regime=regime,
        replicates=replicates,
        pointwise=pointwise,
    )
    trace = execute(todo, generator(rng))
    trace.attrs["seed"] = rng if isinstance(rng, (int, np.integer)) else "a generator's state"
    return trace


def execute(todo: Plan, rng: np.random.Generator) -> xr.Dataset:
    """Run a checked plan, in blocks of replicates that fit into memory or cache."""
    counts = blocks(todo)
    streams = rng.spawn(len(counts)) if len(counts) > 1 else [rng]
    shape = (len(todo.sizes) + 1, todo.replicates)
    kept: dict[str, np.ndarray] = {}
    start = 0
    for count, records in zip(counts, all_blocks(todo, counts, streams), strict=True):
        for generation, record in enumerate(records):
            for name, value in record.items():
                axes = np.shape(value)[1:]
                if name not in kept or (generation and kept[name].shape[2:] != axes):
                    kept[name] = np.empty(shape + axes)
                    kept[name][:generation] = np.nan  # a law that records less, or other shapes
                if kept[name].shape[2:] == axes:
                    kept[name][generation, start : start + count] = value
        start += count
    # the law, if it is of another family, may have recorded what the fits do not
    return labelled({name: kept[name] for name in record}, todo)


def all_blocks(
    todo: Plan, counts: list[int], streams: list[np.random.Generator]
) -> Iterable[Iterable[Record]]:
    """What each block records; replicates that run one by one go through joblib."""
    work = zip(counts, streams, strict=True)
    if todo.vectorised:
        return (one_block(todo, count, stream) for count, stream in work)
    import joblib

    jobs = (joblib.delayed(listed)(todo, count, stream) for count, stream in work)
    return joblib.Parallel(return_as="generator")(jobs)


def listed(todo: Plan, count: int, rng: np.random.Generator) -> list[Record]:
    """One block as a list, which a worker process can send back."""
    return list(one_block(todo, count, rng))


def labelled(kept: dict[str, np.ndarray], todo: Plan) -> xr.Dataset:
    """The trace: what was recorded, with the names of its dims and its provenance."""
    dims = getattr(todo.model, "dims", {})
    labels = getattr(todo.model, "labels", {})
    coords = {"generation": np.arange(len(todo.sizes) + 1), "replicate": np.arange(todo.replicates)}
    variables = {}
    for name, values in kept.items():
        axes = dims.get(name, tuple(f"{name}_dim_{k}" for k in range(values.ndim - 2)))
        variables[name] = (("generation", "replicate", *axes), values, labels.get(name, {}))
    trace = xr.Dataset(variables, coords)
    trace.generation.attrs.update(long_name="generation n", symbol="n")
    trace.attrs.update(regime=repr(todo.regime), sample_size=todo.sizes)
    return trace


def blocks(todo: Plan) -> list[int]:
    """How many replicates to run at a time."""
    if not todo.vectorised:
        return [1] * todo.replicates
    kept = todo.law.record() if hasattr(todo.law, "record") else {}
    width = sum(np.size(value) for value in kept.values())
    size = min(MOMENTS_AT_ONCE, max(1, NUMBERS_AT_ONCE // max(width, 1)))
    if any(getattr(m, "data", Points) is Points for m in (todo.law, todo.model)):
        pool = sum(todo.sizes) if todo.regime.needs else max(todo.sizes, default=1)
        pool *= max(getattr(m, "dimension", 1) for m in (todo.law, todo.model))
        size = max(1, POINTS_AT_ONCE // max(pool, 1))
    return [min(size, todo.replicates - start) for start in range(0, todo.replicates, size)]


def one_block(todo: Plan, count: int, rng: np.random.Generator) -> Iterator[Record]:
    """The loop itself: what each generation records, name -> array (replicates, …)."""
    law, model = (
        m.replicate(count) if hasattr(m, "replicate") else m for m in (todo.law, todo.model)
    )

    def record(owner: Any) -> Record:
        kept = owner.record()  # of one run alone where the family has no replicates
        many = hasattr(owner, "replicate")
        return kept if many else {name: np.asarray(v)[None] for name, v in kept.items()}

    if isinstance(law, Empirical):
        yield record(model.fit(law.points, rng=rng))
    else:
        yield record(law) if hasattr(law, "record") else {}
    if not todo.sizes:
        return
    replicates = count if todo.vectorised else None
    process = todo.regime.datasets(law, todo.sizes, rng=rng, replicates=replicates)
    data = next(process)
    for _ in todo.sizes[1:]:
        model = model.fit(data, rng=rng)
        yield record(model)
        data = process.send(model)
    yield record(model.fit(data, rng=rng))
