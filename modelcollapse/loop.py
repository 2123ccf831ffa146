"""Learning with generational data: fit, sample, fit again (the paper's Figure 2)."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import xarray as xr

from .datasets.points import Points
from .families.base import Facts, facts, verbs
from .families.empirical import Empirical
from .families.outward import inward, outward
from .plan import Metric, Plan, plan
from .recording import Trace
from .regimes import Regime
from .validation import Schedule, generator, seed_told

POINTS_AT_ONCE = 2**22  # a block of replicates holds at most so many numbers: 32 MiB
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
    rng: int | np.random.Generator | np.random.SeedSequence = 0,
    pointwise: bool = False,
    metrics: Mapping[str, Metric] | None = None,
) -> xr.Dataset:
    r"""Fit a model to data, draw new data from it, and so on, `generations` times.

    $X^i_j \sim p_i,\ j = 1 \dots M_i;\quad \theta_{i+1} = \mathrm{fit}(D_i)$; the regime
    says what D_i is. Section 4 of the paper; chapter "Learning with generational data".

    Parameters
    ----------
    law
        The original law p_0: a model with known parameters, or a data set (size,) or
        (size, dimension), as a list, array, Series, DataFrame or tensor. A data set is drawn
        from without replacement; `Empirical(data, replacement=True)` draws independent points.
    model
        The family that is refitted; None for the law's own.
    sample_size
        M_i: an int, a sequence with one entry a generation, or a function of i.
    generations
        How many fits, n.
    regime
        `Replace()` if None, `Mixing`, `Accumulate`, `Subsample`, `KeepOriginal`, `Filter`,
        `Weighted`, `Augment`, or one of your own.
    replicates
        How many independent runs.
    rng
        An int seed or a SeedSequence, with which the trace is the same every time, or a NumPy
        generator.
    pointwise
        Draw every point and refit: the check on sampling sufficient statistics.
    metrics
        Functions of (model, data, law) by name, whose values become variables of the trace; a name
        is none that the family records. They see the newest model, the data set that it was fitted
        to (None in generation 0), and the original law; with a family that holds many replicates
        they give one value for each, (replicates, …).

    Returns
    -------
    xarray.Dataset
        Dims (generation, replicate, …), generation = 0 … n: generation 0 is the original law,
        generation i the fitted p_theta_i. Under a law of another family, generation 0 holds what
        the law itself records under the same names, NaN otherwise; under a data set it holds the
        family fitted to all of it.

    Raises
    ------
    ValueError, TypeError
        Before any work, naming the argument and the value. An error of a family's own says in
        which generation and replicate it came, and has what was computed before as `.trace`.

    Notes
    -----
    A family without replicates runs them one by one, through joblib: on every core inside
    `with joblib.parallel_config(n_jobs=-1)`, with the same result.

    Examples
    --------
    >>> import modelcollapse as mc
    >>> trace = mc.run(mc.Gaussian(), sample_size=10, generations=200, replicates=5, rng=1)
    >>> dict(trace.sizes)
    {'generation': 201, 'replicate': 5}
    >>> bool(trace.sigma[-1].max() < 0.1)
    True
    """
    todo = plan(
        law,
        model=model,
        sample_size=sample_size,
        generations=generations,
        regime=regime,
        replicates=replicates,
        pointwise=pointwise,
        metrics=metrics,
    )
    stream, seed = generator(rng), seed_told(rng)
    trace = execute(todo, stream)
    trace.attrs["seed"] = seed
    return trace


def execute(todo: Plan, rng: np.random.Generator) -> xr.Dataset:
    """Run a checked plan, in blocks of replicates that fit into memory or cache."""
    counts = blocks(todo)
    streams = rng.spawn(len(counts)) if len(counts) > 1 else [rng]
    trace, start, reached = Trace(todo), 0, -1
    try:
        for count, records in zip(counts, all_blocks(todo, counts, streams), strict=True):
            reached = -1
            for generation, record in enumerate(records):
                trace.keep(generation, start, count, record)
                reached = generation
            start += count
    except Exception as error:
        for generation, record in enumerate(error.__dict__.pop("records", [])):
            trace.keep(generation, start, counts[0], record)
            reached = generation
        if trace.kept or todo.metrics:
            last = start + counts[0] - 1
            who = f"replicate {start}" if last == start else f"replicates {start} to {last}"
            error.add_note(f"on the way to generation {reached + 1} of {who}")
            error.trace = trace.labelled()  # type: ignore[attr-defined]
        raise
    return trace.labelled()


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
    """One block as a list, which a worker process can send back; an error brings what there is."""
    records: list[Record] = []
    try:
        records.extend(one_block(todo, count, rng))
    except Exception as error:
        error.records = records  # type: ignore[attr-defined]
        raise
    return records


def blocks(todo: Plan) -> list[int]:
    """How many replicates to run at a time."""
    if not todo.vectorised:
        return [1] * todo.replicates
    kept = todo.law.record() if facts(todo.law).records else {}
    width = sum(np.size(value) for value in kept.values())
    size = min(MOMENTS_AT_ONCE, max(1, NUMBERS_AT_ONCE // max(width, 1)))
    members = [facts(each) for each in (todo.law, todo.model)]
    if any(each.data is Points for each in members):
        pool = sum(todo.sizes) if todo.regime.needs else max(todo.sizes, default=1)
        if isinstance(todo.law, Empirical):  # whose draws order all of its points
            pool = max(pool, len(todo.law.data))
        numbers = pool * max(int(np.prod(each.point or ())) for each in members)
        size = max(1, POINTS_AT_ONCE // max(numbers, 1))
    return [min(size, todo.replicates - start) for start in range(0, todo.replicates, size)]


class Refit:
    """How a family is fitted: one that may change itself is copied first, so that none does."""

    def __init__(self, model: Any) -> None:
        self.facts: Facts = facts(model)

    def __call__(self, model: Any, data: Any, rng: np.random.Generator) -> Any:
        """The fitted model, apart from the one before."""
        if not self.facts.frozen:
            model = copy.deepcopy(model)
        fitted = model.fit(data, rng=rng)
        if fitted is None or not callable(getattr(fitted, "record", None)):
            verbs(f"what fit() of {self.facts.name} returns", fitted, ["sample", "record"])
        return fitted


def one_block(todo: Plan, count: int, rng: np.random.Generator) -> Iterator[Record]:
    """The loop itself: what each generation records, name -> array (replicates, …)."""
    law, model = (m.replicate(count) if facts(m).vectorised else m for m in (todo.law, todo.model))
    refit, source = Refit(model), facts(law)

    def record(owner: Any, data: Any, many: bool = refit.facts.vectorised) -> Record:
        noted = getattr(data, "noted", {})
        kept = {**owner.record(), **noted}  # of one run alone where the family has no replicates
        for name, metric in todo.metrics.items():
            if name in kept:
                raise ValueError(
                    f"metrics must have names that the trace does not use already, got {name!r}"
                )
            try:
                kept[name] = metric(owner, inward(data), law)
            except Exception as error:
                error.add_note(f"in the metric {name!r}")
                raise
        return kept if many else {name: np.asarray(v)[None] for name, v in kept.items()}

    if isinstance(law, Empirical):
        yield record(refit(model, law.points, rng), None)
    else:
        yield record(law, None, source.vectorised) if source.records else {}
    if not todo.sizes:
        return
    replicates = count if todo.vectorised else None
    process = todo.regime.datasets(outward(law), todo.sizes, rng=rng, replicates=replicates)
    data = next(process)
    for _ in todo.sizes[1:]:
        model = refit(model, inward(data), rng)
        yield record(model, data)
        data = process.send(outward(model))
    yield record(refit(model, inward(data), rng), data)
