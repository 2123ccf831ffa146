"""The chains of an experiment as one Dataset."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import xarray as xr

from ..validation import kind
from .chains import opened
from .task import Task


def gather(task: Task, parts: Path) -> xr.Dataset:
    """The result of finished chains: dims (chain, generation, …), short chains padded.

    Numbers are padded with NaN, whole numbers (pictures) with 0. What all chains share
    (`given`, where a task has it) stands once, with the dims that the task names; `coords`,
    where it has them, label its dims.
    """
    chains = [opened(parts / f"{chain.label}.nc") for chain in task.chains]
    generations = np.unique(np.concatenate([part["kept"].values for part in chains]))
    names = [n for n in map(str, chains[0].data_vars) if n.startswith("record_")]
    variables = {}
    for full in names:
        name = full.removeprefix("record_")
        first = chains[0][full]
        whole = np.issubdtype(first.dtype, np.integer)
        shape = (len(chains), len(generations), *first.shape[1:])
        values = np.full(shape, 0 if whole else np.nan, first.dtype)
        for row, part in zip(values, chains, strict=True):
            row[np.searchsorted(generations, part["kept"].values)] = part[full].values
        dims = ("chain", "generation", *task.dims.get(name, ()))
        variables[name] = (dims, values, task.labels.get(name, {}))
    for name, value in getattr(task, "given", {}).items():
        variables[name] = (task.dims[name], value, task.labels.get(name, {}))
    where = {key: ("chain", [c.where[key] for c in task.chains]) for key in task.chains[0].where}
    result = xr.Dataset(variables, {"generation": generations, **where})
    result = result.assign_coords(getattr(task, "coords", {}))
    result.generation.attrs.update(long_name="generation n", symbol="n")
    for variable in result.data_vars.values():
        variable.encoding = {"zlib": True, "complevel": 9, "shuffle": True}
    result.attrs["seconds"] = round(sum(float(part.attrs["seconds"]) for part in chains), 1)
    return result


def load(path: str | Path) -> xr.Dataset:
    """Read the stored result of an experiment, with its provenance in the attributes.

    Dims (chain, generation, …); the settings of each chain are coordinates along `chain`.
    Raises FileNotFoundError, naming the command that makes it, where there is none, and
    StoreError for a file that is damaged.
    """
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"path must be a file, got {kind(path)}")
    path = Path(path)
    if path.is_dir():
        raise ValueError(f"path must be a file, got the folder {path}")
    if not path.exists():
        raise FileNotFoundError(
            f"{path} does not exist; `python -m modelcollapse.experiments NAME --preset PRESET "
            f"--store {path.parent}` makes it"
        )
    return opened(path)
