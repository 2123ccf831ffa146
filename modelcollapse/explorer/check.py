"""What an explorer refuses, with messages that name the argument and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from .panels import Panel
from .spec import coordinate

Position = dict[str, Any]


def check_panels(data: xr.Dataset, panels: Sequence[Panel]) -> None:
    """Refuse what cannot be drawn, naming the argument and what is allowed."""
    if not isinstance(data, xr.Dataset):
        raise TypeError(f"data must be an xarray.Dataset, got {type(data).__name__}")
    if isinstance(panels, str) or not isinstance(panels, Sequence):
        raise TypeError(f"panels must be a list of panels, got {type(panels).__name__}")
    if not panels:
        raise ValueError("panels must hold at least one panel, got none")
    for panel in panels:
        if not hasattr(panel, "quantities"):
            raise TypeError(f"panels must hold Lines, Density or Bars, got {panel!r}")
        for name in panel.quantities():
            if name not in data.data_vars:
                known = ", ".join(map(str, data.data_vars)) or "none"
                raise ValueError(f"{panel} names {name!r}; the data hold: {known}")
            variable = data[name]
            if not np.issubdtype(variable.dtype, np.number) and variable.dtype != bool:
                raise ValueError(f"{name!r} must be numeric, got dtype {variable.dtype}")
            if np.iscomplexobj(variable):
                raise ValueError(f"{name!r} must be real, got dtype {variable.dtype}")
            empty = [str(dim) for dim, size in variable.sizes.items() if size == 0]
            if empty:
                raise ValueError(f"dimension {empty[0]!r} of {name!r} is empty")
            for dim in variable.dims:
                check_coordinate(data, str(dim))
        first = panel.quantities()[0]
        if panel.axis is not None and panel.axis not in data[first].dims:
            dims = ", ".join(map(str, data[first].dims)) or "none"
            raise ValueError(f"{first!r} has no dimension {panel.axis!r}; its dimensions: {dims}")
        if panel.spec().get("logX"):
            values = coordinate(data, str(panel.axis))
            if not all(isinstance(value, int | float) and value > 0 for value in values):
                raise ValueError(f"log_x needs positive numbers along {panel.axis!r}")


def check_coordinate(data: xr.Dataset, dim: str) -> None:
    """Refuse a dimension whose values do not tell its points apart."""
    values = coordinate(data, dim)
    numbers = [value for value in values if not isinstance(value, str)]
    if not np.all(np.isfinite(np.asarray(numbers, dtype=float))):
        raise ValueError(f"dimension {dim!r} must have finite values, got {values}")
    if len(set(values)) < len(values):
        raise ValueError(f"dimension {dim!r} must have different values, got {values}")


def check_row(row: xr.Dataset, data: xr.Dataset, made: dict[str, Any]) -> None:
    """Refuse a computed row that is not shaped like the grid's own."""
    if not isinstance(row, xr.Dataset):
        raise TypeError(f"compute must return an xarray.Dataset, got {type(row).__name__}")
    for name in made["quantities"]:
        allowed = {str(d): n for d, n in data[name].sizes.items() if d not in made["rows"]}
        if len(allowed) == data[name].ndim:
            continue  # the same in every row: the grid's own is used
        if name not in row:
            raise ValueError(f"compute returned no {name!r}")
        if dict(row[name].sizes) != allowed:
            got = dict(row[name].sizes)
            raise ValueError(f"compute returned {name!r} with sizes {got}; the grid has {allowed}")


def settle(wanted: Mapping[str, Any], now: Position, made: dict[str, Any]) -> Position:
    """`now` with the wanted entries, each the grid's own value where it is on the grid."""
    settled = dict(now)
    for name, value in wanted.items():
        if name not in made["controls"]:
            known = ", ".join(made["controls"]) or "none"
            raise ValueError(f"position has no slider {name!r}; the sliders are: {known}")
        settled[name] = slider_value(name, value, made)
    return settled


def slider_value(name: str, value: Any, made: dict[str, Any]) -> Any:
    """A slider's value as a plain number or string; off the grid only if it is computed."""
    values = made["dims"][name]["values"]
    if value in values:
        return values[values.index(value)]
    known = ", ".join(map(str, values[:6])) + (", ..." if len(values) > 6 else "")
    numbers = all(isinstance(v, int | float) for v in values)
    if made["live"] and name in made["rows"] and numbers:
        low, high, whole = min(values), max(values), all(isinstance(v, int) for v in values)
        known += f" and {'whole numbers' if whole else 'numbers'} between {low} and {high}"
        if isinstance(value, int | float | np.number) and not isinstance(value, bool):
            plain = int(value) if whole and value == int(value) else float(value)
            if low <= plain <= high and (isinstance(plain, int) or not whole):
                return plain
    raise ValueError(f"{name} = {value!r} is not on the grid; allowed: {known}")
