"""Grids of runs: in parallel, stored, and resumed where they were cut off."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import xarray as xr
from tqdm import tqdm

from . import content
from .content import code_hash, digest, versions
from .families.base import facts
from .loop import execute
from .plan import Metric, Plan, plan
from .store import find, folder, keep
from .validation import integer, told

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
    return Cell(todo, seed, digest(content.content(what, len(todo.sizes))))


def name(one: Cell) -> str:
    """What a cell is called in a store: by all that its result depends on.

    That is its settings and its seed, the package's code, the code of what the user has written
    (a family, a regime, a metric), and the versions of the libraries.
    """
    todo = one.todo
    users = [list(todo.metrics), content.written([todo.law, todo.model, todo.regime, todo.metrics])]
    return digest([code_hash(), versions(), one.seed, one.fingerprint.hex(), users]).hex()[:32]


def axis(name: str, value: Any) -> tuple[list[Any], list[Any]] | None:
    """The labels and values of an argument that spans a dimension; None for a single value."""
    if isinstance(value, Mapping):
        labels, values = list(value), list(value.values())
    elif name != "law" and (
        isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim)
    ):
        values = list(value)
        labels = [v if isinstance(v, (int, float, str, np.number)) else repr(v) for v in values]
    elif isinstance(value, (list, tuple)) and any(callable(getattr(v, "fit", None)) for v in value):
        values, labels = list(value), [repr(v) for v in value]
    else:
        return None
    if not values:
        raise ValueError(f"{name} must have at least one value, got {told(value)}")
    if len(set(map(str, labels))) < len(labels):
        raise ValueError(f"{name} must have different values, got {told(labels)}")
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
    metrics: Mapping[str, Metric] | None = None,
    rng: int = 0,
    store: str | Path | None = None,
    progress: bool | None = None,
) -> xr.Dataset:
    """Run the loop over a grid of arguments.

    Chapter "Learning with generational data".

    Parameters
    ----------
    law, model, sample_size, generations, regime, replicates, pointwise, metrics
        As in `run`; one of them given as a list, or as a mapping from labels to values, becomes a
        dimension of the result, beside generation and replicate: so `sample_size=[10, 100]` is
        two runs, and a schedule is a value of a mapping, `{"linear": lambda i: 10 * (i + 1)}`.
        The metrics are those of all cells.
    rng
        An int; each cell's seed is made from it and from the cell's own content, so that a cell's
        result depends neither on the number of workers nor on what else is in the grid.
    store
        A folder where finished cells are kept, each written whole or not at all; a sweep that was
        cut off goes on from there. Cells made by other code (of the package or of your own family,
        regime or metric), by other versions of the libraries, or damaged on the disk, are made
        anew.
    progress
        True or False for a progress bar; None shows one on a terminal.

    Returns
    -------
    xarray.Dataset
        The traces, with a dim for each argument that has several values.

    Raises
    ------
    ValueError, TypeError
        Before any work, naming the argument and the value.

    Notes
    -----
    Work goes through joblib, in one process unless joblib is told otherwise:
    `with joblib.parallel_config(n_jobs=-1)` on this machine, `backend="dask"` on a cluster.

    Examples
    --------
    >>> import modelcollapse as mc
    >>> dict(mc.sweep(mc.Gaussian(), sample_size=[5, 10], generations=3, replicates=2).sizes)
    {'sample_size': 2, 'generation': 4, 'replicate': 2}
    """
    seed = integer("rng", rng, 0)
    arguments = {
        "law": law, "model": model, "sample_size": sample_size, "generations": generations,
        "regime": regime, "replicates": replicates, "pointwise": pointwise,
    }  # fmt: skip
    spans = {n: a for n, v in arguments.items() if (a := axis(n, v)) is not None}
    fixed = {"metrics": metrics} | {n: v for n, v in arguments.items() if n not in spans}
    values = [spans[name][1] for name in spans]
    combinations = [dict(zip(spans, chosen, strict=True)) for chosen in itertools.product(*values)]
    cells = [cell(seed, {**fixed, **chosen}) for chosen in combinations]
    alike(cells)
    traces = finish(cells, None if store is None else folder(store), progress)

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
    paths = [store / f"{name(one)}.nc" if store is not None else None for one in cells]
    traces: dict[int, xr.Dataset] = {}
    for i, path in enumerate(paths):
        if path is not None and (there := find(path)) is not None:
            traces[i] = there
    todo = [i for i in range(len(cells)) if i not in traces]
    jobs = (joblib.delayed(numbered)(i, cells[i]) for i in todo)
    work = joblib.Parallel(return_as="generator_unordered")(jobs)
    hide = None if progress is None else not progress  # None: hidden unless on a terminal
    with tqdm(total=len(cells), initial=len(traces), desc="sweep", unit="run", disable=hide) as bar:
        for i, trace in work:
            if (path := paths[i]) is not None:
                try:
                    keep(trace, path)
                except OSError as error:  # a full disk, say: what was computed is returned
                    words = f"{path} could not be written: {error}; the sweep goes on without it"
                    warnings.warn(words, RuntimeWarning, stacklevel=3)
            traces[i] = trace
            bar.update()
    return [traces[i] for i in range(len(cells))]


def alike(cells: list[Cell]) -> None:
    """Raise ValueError where the laws of a grid record arrays of different shapes."""
    shapes: dict[str, tuple[int, ...]] = {}
    for one in cells:
        kept = one.todo.law.record() if facts(one.todo.law).records else {}
        for variable, value in kept.items():
            if shapes.setdefault(variable, np.shape(value)) != np.shape(value):
                raise ValueError(
                    f"law must record arrays of one shape in all cells of a grid, got "
                    f"{np.shape(value)} and {shapes[variable]} of {variable!r}"
                )


def numbered(i: int, one: Cell) -> tuple[int, xr.Dataset]:
    """A cell's trace with its place in the grid: results come back in any order."""
    return i, one.run()
