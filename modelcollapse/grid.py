"""Grids of runs: in parallel, stored, and resumed where they were cut off."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import xarray as xr
from tqdm import tqdm

from .checks import integer
from .loop import execute
from .plan import Plan, plan
from .store import code_hash, content, digest, load, save

LABELS = {"sample_size": {"long_name": "sample size M", "symbol": "M"}}


@dataclass(frozen=True)
class Cell:
    """One run of a sweep: checked, and with a seed made from its own content."""

    todo: Plan
    seed: int
    fingerprint: bytes

    def run(self) -> xr.Dataset:
        """The trace of this cell."""
        words = np.frombuffer(self.fingerprint, dtype="<u4").tolist()
        sequence = np.random.SeedSequence([self.seed, *words])
        return execute(self.todo, np.random.Generator(np.random.SFC64(sequence)))


def cell(seed: int, arguments: dict[str, Any]) -> Cell:
    """Check the arguments of one run, and name it by what it computes."""
    todo = plan(**arguments)
    what = [todo.law, todo.model, todo.sizes, todo.regime, todo.replicates]
    return Cell(todo, seed, digest(content(what, len(todo.sizes))))


def axis(name: str, value: Any) -> tuple[list[Any], list[Any]] | None:
    """The labels and values of an argument that spans a dimension; None for a single value."""
    if isinstance(value, Mapping):
        labels, values = list(value), list(value.values())
    elif isinstance(value, (list, np.ndarray)) and name != "law":
        values = list(value)
        labels = [v if isinstance(v, (int, float, str, np.number)) else repr(v) for v in values]
    elif isinstance(value, list) and any(hasattr(v, "sample") for v in value):
        values, labels = value, [repr(v) for v in value]
    else:
        return None
    if not values:
        raise ValueError(f"{name} must have at least one value, got {value!r}")
    if len(set(labels)) < len(labels):
        raise ValueError(f"{name} must have different values, got {labels}")
    return labels, values


def sweep(
    law: Any,
    *,
    model: Any = None,
    sample_size: Any = 100,
    generations: Any = 50,
    regime: Any = None,
    replicates: Any = 1000,
    pointwise: Any = False,
    rng: int = 0,
    store: str | Path | None = None,
    progress: bool | None = None,
) -> xr.Dataset:
    """Run the loop over a grid of arguments.

    Takes what `run` takes; an argument given as a list, or as a mapping from labels to
    values, becomes a dimension of the result, beside generation and replicate: so
    `sample_size=[10, 100]` is two runs, and a schedule is a value of a mapping,
    `{"linear": lambda i: 10 * (i + 1)}`. rng: an int; each cell's seed is made from it and
    from the cell's own content, so that a cell's result depends neither on the number of
    workers nor on what else is in the grid.

    Work goes through joblib, in one process unless joblib is told otherwise:
    `with joblib.parallel_config(n_jobs=-1)` on this machine, `backend="dask"` on a cluster.
    store: a folder where finished cells are kept, each written whole or not at all; a sweep
    that was cut off goes on from there, and cells made by other code are made anew.
    progress: True or False for a progress bar; None shows one on a terminal.
    Raises ValueError or TypeError, before any work, naming the argument and the value.
    Chapter "Learning with generational data".
    """
    seed = integer("rng", rng, 0)
    arguments = {
        "law": law, "model": model, "sample_size": sample_size, "generations": generations,
        "regime": regime, "replicates": replicates, "pointwise": pointwise,
    }  # fmt: skip
    spans = {n: a for n, v in arguments.items() if (a := axis(n, v)) is not None}
    fixed = {n: v for n, v in arguments.items() if n not in spans}
    values = [spans[name][1] for name in spans]
    combinations = [dict(zip(spans, chosen, strict=True)) for chosen in itertools.product(*values)]
    cells = [cell(seed, {**fixed, **chosen}) for chosen in combinations]
    traces = finish(cells, Path(store) if store is not None else None, progress)

    for name in reversed(spans):  # the last dimension varies fastest
        labels = xr.IndexVariable(name, spans[name][0], LABELS.get(name, {}))
        step = len(labels)
        traces = [
            xr.concat(
                traces[i : i + step], dim=labels, join="outer", combine_attrs="drop_conflicts"
            )
            for i in range(0, len(traces), step)
        ]
    traces[0].attrs["seed"] = seed
    return traces[0]


def finish(cells: list[Cell], store: Path | None, progress: bool | None) -> list[xr.Dataset]:
    """Every cell's trace, in order: from the store where it is there, run where it is not."""
    paths: list[Path | None] = [None] * len(cells)
    if store is not None:
        code = code_hash()
        names = [digest([code, c.seed, c.fingerprint.hex()]).hex()[:32] for c in cells]
        paths = [store / f"{name}.nc" for name in names]
    traces: dict[int, xr.Dataset] = {}
    todo = []
    for i, path in enumerate(paths):
        if path is not None and path.exists():
            traces[i] = load(path)
        else:
            todo.append(i)
    jobs = (joblib.delayed(numbered)(i, cells[i]) for i in todo)
    work = joblib.Parallel(return_as="generator_unordered")(jobs)
    hide = None if progress is None else not progress  # None: hidden unless on a terminal
    with tqdm(total=len(cells), initial=len(traces), desc="sweep", unit="run", disable=hide) as bar:
        for i, trace in work:
            if (path := paths[i]) is not None:
                save(trace, path)
            traces[i] = trace
            bar.update()
    return [traces[i] for i in range(len(cells))]


def numbered(i: int, one: Cell) -> tuple[int, xr.Dataset]:
    """A cell's trace with its place in the grid: results come back in any order."""
    return i, one.run()
