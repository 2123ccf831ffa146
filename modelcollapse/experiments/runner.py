"""An experiment from its name to its stored result, resumed where it was cut off."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from glob import escape
from importlib import import_module
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..content import code_hash
from ..store import folder, save
from ..validation import integer, kind, told
from .chains import demand, opened, read, run_chain
from .provenance import versions
from .result import gather
from .task import Founded, Note, Task

EXPERIMENTS = (
    "mixtures", "em", "vae", "forgetting", "counts", "language", "controls", "diffusion",
    "selection",
)  # fmt: skip
PRESETS = ("smoke", "book", "paper")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_experiment(
    name: str,
    *,
    preset: str = "smoke",
    store: str | Path = "runs",
    data: str | None = None,
    jobs: int = 1,
    progress: bool = True,
) -> Path:
    """Run an experiment, or what is missing of it, and return the path of its result.

    Parameters
    ----------
    name
        One of `EXPERIMENTS`.
    preset
        "smoke" (seconds), "book" (what the chapter shows) or "paper" (the paper's own setting).
    store
        A folder. Every finished generation is kept there, so that a run that was cut off goes on
        from it and ends with the same result; several processes may share it.
    data
        A folder with the data or the name of a data set, None for the experiment's own choice.
    jobs
        Processes to share the chains among.
    progress
        Whether to show a bar.

    Raises
    ------
    ValueError, TypeError
        Before any work, for a setting that is not allowed, data that cannot be read, or a store
        that cannot be written to, holds another run, or a damaged file (`StoreError`).

    Examples
    --------
    >>> run_experiment("mixtures", preset="huge")
    Traceback (most recent call last):
    ...
    ValueError: preset must be one of smoke, book, paper, got 'huge'
    """
    for what, value, allowed in (("name", name, EXPERIMENTS), ("preset", preset, PRESETS)):
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{what} must be one of {', '.join(allowed)}, got {told(value)}")
    jobs = integer("jobs", jobs, 1)
    if not isinstance(progress, (bool, np.bool_)):
        raise TypeError(f"progress must be True or False, got {kind(progress)}")
    if not there(store, name):  # a result can also be read where nothing can be written
        folder(store)
    one_thread()
    module = import_module(f".{name}", __package__)
    task: Task = module.prepare(preset, data)
    identity = {
        "experiment": name,
        "preset": preset,
        "versions": versions(),
        "device": "cpu",
        **{key: str(value) for key, value in task.about.items()},
    }
    path = Path(store) / f"{task.name}.nc"
    parts = path.with_name(f"{task.name}.parts")
    if not path.exists():
        folder(store)
        try:
            make(task, path, parts, identity, jobs, bool(progress))
        except FileNotFoundError:  # another process was first, and took the parts away
            if not path.exists():
                raise
    demand(opened(path), identity, path)
    shutil.rmtree(parts, ignore_errors=True)
    with suppress(OSError):
        for unfinished in path.parent.glob(f"{escape(task.name)}.*.part"):  # cut off in writing
            unfinished.unlink(missing_ok=True)
    return path


def there(store: object, name: str) -> bool:
    """Whether a store may hold a result of this experiment."""
    try:
        return isinstance(store, (str, os.PathLike)) and any(Path(store).glob(f"{name}*.nc"))
    except (OSError, ValueError):  # no name of a folder
        return False


def make(
    task: Task, path: Path, parts: Path, identity: dict[str, str], jobs: int, progress: bool
) -> None:
    """Run all chains, and write the result of them."""
    # a chain that was begun goes on by the same code, or its end would not fit its beginning
    run_chains(task, parts, identity | {"code": code_hash("experiments")}, jobs, progress)
    result = gather(task, parts)
    result.attrs = {**identity, **result.attrs, "finished": f"{datetime.now(UTC):%Y-%m-%d}"}
    save(result, path)


def one_thread() -> None:
    """Keep this process, and those that it starts, to one thread each.

    Sums are then taken in one order, and small models run faster. Libraries that are not
    loaded yet read the environment; those that are loaded are told.
    """
    from threadpoolctl import threadpool_limits

    for variable in THREADS:
        os.environ[variable] = "1"
    threadpool_limits(1)


def run_chains(
    task: Task, parts: Path, identity: dict[str, str], jobs: int, progress: bool
) -> None:
    """Bring every chain to its end, and before them what they all build on."""
    if isinstance(task, Founded) and task.foundation is not None:
        run_chains(task.foundation, parts, identity, 1, progress)
        [chain] = task.foundation.chains
        task.build_on(read(parts / f"{chain.label}.nc", identity).memory)
    reached: dict[int, float] = {}
    with tqdm(
        total=sum(chain.work for chain in task.chains),
        desc=task.name,
        disable=not progress,
        bar_format="{desc} {percentage:3.0f} %|{bar:20}| {elapsed}, {remaining} left{postfix}",
        mininterval=0.5 if sys.stderr.isatty() else 5,
    ) as bar:

        def note(i: int, done: float, text: str) -> None:
            """Move the bar: chain i has come so far."""
            if not progress:
                return
            cost = task.chains[i].cost
            bar.set_postfix_str(f"{task.chains[i].label}: {text}", refresh=False)
            if i not in reached:  # what the store held took no time now
                bar.initial += done * cost
                bar.n += done * cost
            before = reached.get(i, done)
            reached[i] = max(done, before)  # generation 0 may do the work of generation 1
            bar.update(min((reached[i] - before) * cost, bar.total - bar.n))

        if jobs == 1:
            for i in range(len(task.chains)):
                one_chain(task, parts, identity, i, note)
        else:
            from .processes import share  # a browser's Python has none

            order = sorted(range(len(task.chains)), key=lambda i: -task.chains[i].work)
            share(partial(one_chain, task, parts, identity), order, jobs, note)


def one_chain(task: Task, parts: Path, identity: dict[str, str], i: int, note: Note) -> None:
    """Bring chain i to its end; what happens is noted with its number."""
    if parts.with_suffix(".nc").exists():  # another process has finished meanwhile
        return
    chain = task.chains[i]
    run_chain(task, chain, parts / f"{chain.label}.nc", identity, partial(note, i))
