"""What a run has recorded so far, and the labelled trace that is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from .families.base import facts
from .plan import TAKEN, Plan
from .validation import kind, told

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class Trace:
    """Arrays (generation, replicate, …) by name, NaN where nothing has been recorded."""

    def __init__(self, todo: Plan) -> None:
        self.todo = todo
        self.facts = facts(todo.model)
        self.shape = (len(todo.sizes) + 1, todo.replicates)
        self.kept: dict[str, np.ndarray] = {}
        self.ours: set[str] = set()  # recorded by a fit, not only by a law of another family

    def keep(self, generation: int, start: int, count: int, record: Mapping[str, Any]) -> None:
        """Put in what `count` replicates from `start` on recorded."""
        for name, value in record.items():
            values = self.numbers(name, value, count)
            axes, there = values.shape[1:], self.kept.get(name)
            if there is None or (there.shape[2:] != axes and generation and name not in self.ours):
                # a law of another family may record less, or other shapes: then it has NaN
                self.kept[name] = there = self.room(name, axes, generation)
            if generation:
                self.ours.add(name)
            if there.shape[2:] == axes:
                there[generation, start : start + count] = values
            elif generation:
                raise ValueError(
                    f"record() of {self.facts.name} must keep the shape of {name!r}, got {axes} "
                    f"in generation {generation} after {there.shape[2:]}"
                )

    def room(self, name: str, axes: tuple[int, ...], generation: int) -> np.ndarray:
        """An array for a variable, if the family's names for its axes fit."""
        dims = self.facts.dims.get(name)
        ours = generation or type(self.todo.law) is type(self.todo.model)
        if ours and dims is not None and len(dims) != len(axes):
            raise ValueError(
                f"dims of {self.facts.name} must name each axis of {name!r}, got {dims} for "
                f"values of the shape {axes}"
            )
        return np.full(self.shape + axes, np.nan)

    def numbers(self, name: Any, value: Any, count: int) -> np.ndarray:
        """A recorded value as floats (replicates, …), or an error that names it."""
        if not isinstance(name, str) or name in TAKEN:
            raise ValueError(
                f"record() and metrics must not use the name {told(name)}, a dim of the trace"
            )
        try:
            values = np.asarray(value)
        except Exception:  # a ragged list
            values = np.asarray(None)
        if values.dtype.kind not in "biuf" or values.shape[:1] != (count,):
            given = value if values.dtype.kind in "biuf" or not values.size else values.ravel()[0]
            raise ValueError(
                f"{name!r} must be recorded as numbers, one for each of {count} replicates, "
                f"got {kind(given)}"
            )
        return values

    def labelled(self) -> xr.Dataset:
        """The trace: what was recorded, with the names of its dims and its provenance."""
        dims, labels = self.facts.dims, self.facts.labels
        generations, replicates = self.shape
        coords = {"generation": np.arange(generations), "replicate": np.arange(replicates)}
        variables = {}
        for name, values in self.kept.items():
            if self.ours and name not in self.ours:  # only a law of another family has it
                continue
            unnamed = tuple(f"{name}_dim_{k}" for k in range(values.ndim - 2))
            axes = dims.get(name, unnamed)
            axes = axes if len(axes) == values.ndim - 2 else unnamed
            variables[name] = (("generation", "replicate", *axes), values, labels.get(name, {}))
        trace = xr.Dataset(variables, coords)
        trace.generation.attrs.update(long_name="generation n", symbol="n")
        regime = ADDRESS.sub("", repr(self.todo.regime))  # the same in every process
        trace.attrs.update(regime=regime, sample_size=self.todo.sizes)
        return trace
