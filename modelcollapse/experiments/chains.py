"""One chain of generations, stored as it goes, and taken up again where it was cut off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import xarray as xr

from ..store import load, save
from .task import Chain, Record, Task, Tell

Report = Callable[[float, str], None]
UNSAVED = 1.0  # seconds of work at most that a kill can cost, beside the generation in hand


class StoreError(ValueError):
    """A store that holds something else than what is asked for, or a damaged file."""


@dataclass
class State:
    """How far a chain is: generations made, what is kept of them, what the next one needs."""

    done: int
    records: list[Record]
    memory: Record
    seconds: float = 0.0
    kept: list[int] = field(default_factory=list)


def run_chain(
    task: Task, chain: Chain, path: Path, identity: Mapping[str, str], report: Report
) -> None:
    """Bring a chain to its last generation, from its file if it has one.

    A generation is on disk before the next one starts; generations of milliseconds are
    written together. report: told the generations done so far, as a number with a fraction,
    and what is going on. Raises StoreError if the file belongs to another run. What a fit
    raises says chain and generation, and all finished generations are stored.
    """
    began = time.perf_counter()
    if path.exists():
        state = read(path, identity)
    else:
        tell = telling(report, 0, "generation 0")
        with noted(chain, 0):
            record, memory = task.begin(chain, tell)
        state = State(0, [record], memory, kept=[0])
        write(state, path, identity)
    spent, written, stored = state.seconds, time.perf_counter(), state.done
    for generation in range(state.done + 1, chain.generations + 1):
        tell = telling(report, state.done, f"generation {generation} of {chain.generations}")
        try:
            with noted(chain, generation):
                record, memory = task.advance(chain, generation, state.memory, tell)
        except Exception:
            if state.done > stored:
                with suppress(OSError):  # what the fit raised matters more
                    write(state, path, identity)
            raise
        state.done, state.memory = generation, memory
        if task.kept(generation):
            state.records.append(record)
            state.kept.append(generation)
        now = time.perf_counter()
        state.seconds = spent + now - began
        if now - written > UNSAVED or generation == chain.generations:
            write(state, path, identity)
            written, stored = time.perf_counter(), state.done
    report(float(chain.generations), "finished")


@contextmanager
def noted(chain: Chain, generation: int) -> Iterator[None]:
    """Say of an error where it came from."""
    try:
        yield
    except Exception as error:
        error.add_note(
            f"in generation {generation} of {chain.label}; the generations before are stored"
        )
        raise


def telling(report: Report, done: int, where: str) -> Tell:
    """Say where the chain is, and return what says how far the generation has come."""
    report(done, where)

    return lambda text, share: report(done + share, f"{where}, {text}")


def write(state: State, path: Path, identity: Mapping[str, str]) -> None:
    """Store a chain, whole or not at all."""
    variables = {}
    for name in state.records[0]:
        values = np.stack([record[name] for record in state.records])
        axes = [f"{name}_{k}" for k in range(values.ndim - 1)]
        variables[f"record_{name}"] = (["kept", *axes], values)
    for name, value in state.memory.items():
        axes = [f"memory_{name}_{k}" for k in range(np.ndim(value))]
        variables[f"memory_{name}"] = (axes, value)
    part = xr.Dataset(variables, {"kept": state.kept}, dict(identity))
    part.attrs.update(done=state.done, seconds=state.seconds)
    save(part, path)


def read(path: Path, identity: Mapping[str, str]) -> State:
    """The state that `write` stored; raises StoreError for a file of another run."""
    part = opened(path)
    demand(part, identity, path)
    named = {str(name): part[name].values for name in part.data_vars}
    memory = {n.removeprefix("memory_"): v for n, v in named.items() if n.startswith("memory_")}
    rows = {n.removeprefix("record_"): v for n, v in named.items() if n.startswith("record_")}
    records = [{n: v[i] for n, v in rows.items()} for i in range(part.sizes["kept"])]
    kept = part["kept"].values.tolist()
    return State(int(part.attrs["done"]), records, memory, float(part.attrs["seconds"]), kept)


def opened(path: Path) -> xr.Dataset:
    """Read a stored Dataset; raises StoreError, which says what to do, where it is damaged."""
    try:
        return load(path)
    except (FileNotFoundError, PermissionError):
        raise
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        if not path.exists():  # taken away meanwhile
            raise FileNotFoundError(f"{path} does not exist") from error
        raise StoreError(
            f"{path} is damaged, and cannot be read; delete it, and what it held is made again"
        ) from error


def demand(stored: xr.Dataset, identity: Mapping[str, str], path: Path) -> None:
    """Refuse a file that was made by another preset, other data, code or versions."""
    for name, wanted in identity.items():
        found = stored.attrs.get(name)
        if str(found) != wanted:
            raise StoreError(
                f"{path} was made with {name} = {found!r}, and this run has {wanted!r}; "
                "choose another --store, or remove what is there"
            )
