"""What an explorer refuses, with messages that name the argument and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from .cloud import Cloud
from .panels import Lines, Panel
from .spec import coordinate

Position = dict[str, Any]

COLOURS = 4  # of components: those that stay apart for colour-blind readers


def check_panels(data: xr.Dataset, panels: Sequence[Panel]) -> None:
    """Refuse what cannot be drawn, naming the argument and what is allowed."""
    if not isinstance(data, xr.Dataset):
        raise TypeError(f"data must be an xarray.Dataset, got {type(data).__name__}")
    if isinstance(panels, str) or not isinstance(panels, Sequence):
        raise TypeError(f"panels must be a list of panels, got {type(panels).__name__}")
    if not panels:
        raise ValueError("panels must hold at least one panel, got none")
    for panel in panels:
        if isinstance(panel, type) or not hasattr(panel, "shapes"):
            kinds = "Lines, Density, Bars, Cloud, Images or Text"
            raise TypeError(f"panels must hold {kinds}, got {panel!r}")
        for name in panel.quantities():
            if name not in data.data_vars:
                known = ", ".join(map(str, data.data_vars)) or "none"
                kind = type(panel).__name__
                raise ValueError(f"{kind} names {name!r}; the data hold: {known}")
            variable = data[name]
            check_kind(name, variable, text=name in panel.texts())
            empty = [str(dim) for dim, size in variable.sizes.items() if size == 0]
            if empty:
                raise ValueError(f"dimension {empty[0]!r} of {name!r} is empty")
            for dim in variable.dims:
                check_coordinate(data, str(dim))
        for name, needed in panel.shapes().items():
            for dim in needed:
                if dim not in data[name].dims:
                    dims = ", ".join(map(str, data[name].dims)) or "none"
                    raise ValueError(f"{name!r} has no dimension {dim!r}; its dimensions: {dims}")
        if isinstance(panel, Lines) and panel.log_x:
            values = coordinate(data, panel.over)
            if not all(isinstance(value, int | float) and value > 0 for value in values):
                raise ValueError(f"log_x needs positive numbers along {panel.over!r}")
        if isinstance(panel, Cloud):
            check_plane(data, panel)
    check_shares(data, panels)


def check_kind(name: str, variable: xr.DataArray, text: bool) -> None:
    """Refuse numbers where there must be text, and what is no real number where not."""
    dtype = variable.dtype
    if text:
        if dtype.kind not in "OUT":
            raise ValueError(f"{name!r} must be text, got dtype {dtype}")
        for value in variable.values.ravel():
            if not isinstance(value, str):
                raise ValueError(f"{name!r} must be text, got {value!r}")
    elif not np.issubdtype(dtype, np.number) and dtype.kind != "b":
        raise ValueError(f"{name!r} must be numeric, got dtype {dtype}")
    elif np.iscomplexobj(variable):
        raise ValueError(f"{name!r} must be real, got dtype {dtype}")


def check_plane(data: xr.Dataset, panel: Cloud) -> None:
    """Refuse what is no plane, and more components than there are colours."""
    for name, dims in panel.shapes().items():
        sizes = data[name].sizes
        for dim in ("axis", "axis_"):
            if dim in dims and sizes[dim] != 2:
                raise ValueError(f"{name!r} must have 2 values along {dim!r}, got {sizes[dim]}")
        if "component" in dims and sizes["component"] > COLOURS:
            count = sizes["component"]
            raise ValueError(f"{name!r} must have at most {COLOURS} components, got {count}")


def check_shares(data: xr.Dataset, panels: Sequence[Panel]) -> None:
    """Refuse grey levels and weights outside [0, 1]; NaN is left out of the drawing."""
    for name in {name for panel in panels for name in panel.shares()} & set(data.data_vars):
        values = data[name].values
        wrong = values[(values < 0) | (values > 1)]
        if wrong.size:
            raise ValueError(f"{name!r} must lie between 0 and 1, got {wrong[0]}")


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
        check_kind(name, row[name], text="texts" in made["quantities"][name])
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
