"""What an explorer refuses, with messages that name the argument and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from ..validation import integer, told
from .cloud import Cloud
from .panels import Lines, Panel
from .spec import coordinate
from .tree import Tree

Position = dict[str, Any]

COLOURS = 4  # of components: those that stay apart for colour-blind readers
LARGEST = 1e300  # the ends of an axis and their distance are floats too


def check_panels(data: xr.Dataset, panels: Sequence[Panel], live: bool = False) -> None:
    """Refuse what cannot be drawn, naming the argument and what is allowed.

    live: whether rows off the grid are computed.
    """
    if isinstance(panels, str) or not isinstance(panels, Sequence):
        raise TypeError(f"panels must be a list of panels, got {type(panels).__name__}")
    if not panels:
        raise ValueError("panels must hold at least one panel, got none")
    for panel in panels:
        if isinstance(panel, type) or not hasattr(panel, "shapes"):
            kinds = "Lines, Density, Bars, Cloud, Images, Text or Tree"
            raise TypeError(f"panels must hold {kinds}, got {told(panel)}")
        check_settings(panel)
        for name in panel.quantities():
            if name not in data.data_vars:
                kind = type(panel).__name__
                raise ValueError(f"{kind} names {told(name)}; the data hold: {listed(data)}")
            variable = data[name]
            empty = [str(dim) for dim, size in variable.sizes.items() if size == 0]
            if empty:
                raise ValueError(f"dimension {empty[0]!r} of {name!r} is empty")
            check_kind(name, variable, text=name in panel.texts())
            for dim in variable.dims:
                check_coordinate(data, str(dim))
        if isinstance(panel, Lines) and panel.log:
            drawn = data[panel.quantity].values
            if np.isfinite(drawn).any() and not (drawn > 0).any():
                raise ValueError(f"log needs positive numbers in {panel.quantity!r}, got none")
        for name, needed in panel.shapes().items():
            for dim in needed:
                if dim not in data[name].dims:
                    dims = listed(data[name].dims)
                    raise ValueError(
                        f"{name!r} has no dimension {told(dim)}; its dimensions: {dims}"
                    )
        if isinstance(panel, Lines) and panel.log_x:
            values = coordinate(data, panel.over)
            if not all(isinstance(value, int | float) and value > 0 for value in values):
                raise ValueError(f"log_x needs positive numbers along {panel.over!r}")
        if isinstance(panel, Cloud):
            check_plane(data, panel)
        if isinstance(panel, Tree):
            check_parents(data[panel.quantity])
    check_shares(data, panels)
    used = {dim for panel in panels for name in panel.quantities() for dim in data[name].dims}
    if live and "sample_size" in used:
        least = min(coordinate(data, "sample_size"), key=lambda v: isinstance(v, str) or v)
        if not isinstance(least, str) and least <= 0:
            raise ValueError(
                "dimension 'sample_size' must have positive values where rows are computed, "
                f"got {told(least)}"
            )


def listed(names: Iterable[Any]) -> str:
    """Some of the names that there are."""
    known = [str(name) for name in names]
    return ", ".join(known[:6]) + (", ..." if len(known) > 6 else "") or "none"


def check_settings(panel: Panel) -> None:
    """Refuse titles that are no text, and switches that are neither on nor off."""
    for name in ("title", "label_y"):
        value = getattr(panel, name, None)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} must be text or None, got {told(value)}")
    for name in ("log", "log_x"):
        value = getattr(panel, name, False)
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{name} must be True or False, got {told(value)}")


def check_kind(name: str, variable: xr.DataArray, text: bool) -> None:
    """Refuse numbers where there must be text, and what is no real number where not."""
    dtype = variable.dtype
    if text:
        if dtype.kind not in "OUT":
            raise ValueError(f"{name!r} must be text, got dtype {dtype}")
        for value in variable.values.ravel():
            if not isinstance(value, str):
                raise ValueError(f"{name!r} must be text, got {told(value)}")
    elif dtype.kind == "c":
        raise ValueError(f"{name!r} must be real, got dtype {dtype}")
    elif dtype.kind not in "biuf":
        raise ValueError(f"{name!r} must be numeric, got dtype {dtype}")
    else:
        values = np.asarray(variable.values, dtype=float)
        large = values[np.isfinite(values) & (np.abs(values) > LARGEST)]
        if large.size:
            raise ValueError(
                f"{name!r} must lie between -{LARGEST:g} and {LARGEST:g} to be drawn, "
                f"got {large[0]}"
            )


def check_parents(parents: xr.DataArray) -> None:
    """Refuse a point whose parent is no point of an earlier generation."""
    values = parents.transpose(..., "generation", "point").values.astype(float)
    points = values.shape[-1]
    before = points * np.arange(values.shape[-2])[:, None] + 0 * values
    known = np.isfinite(values)
    wrong = known & ((values < 0) | (values >= before) | (values % 1 != 0))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ValueError(
            f"{parents.name!r} must hold numbers of points of earlier generations, or NaN; "
            f"point {at[-1]} of generation {at[-2]} has {values[at]:g}"
        )


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
    if any(isinstance(value, complex) for value in values):
        raise ValueError(f"dimension {dim!r} must have real values, got {told(values)}")
    numbers = np.asarray([value for value in values if not isinstance(value, str)], dtype=float)
    if not np.all(np.isfinite(numbers)):
        raise ValueError(f"dimension {dim!r} must have finite values, got {told(values)}")
    if (np.abs(numbers) > LARGEST).any():
        raise ValueError(
            f"dimension {dim!r} must have values between -{LARGEST:g} and {LARGEST:g}, "
            f"got {told(values)}"
        )
    if len(set(values)) < len(values):
        raise ValueError(f"dimension {dim!r} must have different values, got {told(values)}")


def check_live(live: Any, compute: Any) -> None:
    """Refuse what is no live chain, and two ways to compute."""
    if isinstance(live, type) or not hasattr(live, "derived"):
        raise TypeError(f"live must be a LiveGaussian or a LiveCategorical, got {told(live)}")
    if compute is not None:
        raise ValueError("compute must be None where live is given: the page computes the runs")


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


def placed(wanted: Mapping[str, Any], now: Position, made: dict[str, Any]) -> Position:
    """`now` with the wanted entries, each the grid's own value where it is on the grid."""
    position = dict(now)
    for name, value in wanted.items():
        if name not in made["controls"]:
            known = listed(made["controls"])
            raise ValueError(f"position has no slider {told(name)}; the sliders are: {known}")
        position[name] = slider_value(name, value, made)
    return position


def slider_value(name: str, value: Any, made: dict[str, Any]) -> Any:
    """A slider's value as a plain number or string; off the grid only if it is computed."""
    values = made["dims"][name]["values"]
    given = value
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):  # a number of NumPy or xarray
        value = value.item()
    if np.isscalar(value) and value in values and not isinstance(value, (bool, complex)):
        return values[values.index(value)]
    if ends := made["dims"][name].get("ends"):
        return integer(name, value, *ends)
    known = ", ".join(told(v).strip("'") for v in values[:6]) + (", ..." if len(values) > 6 else "")
    numbers = all(isinstance(v, int | float) for v in values)
    if made["live"] and name in made["rows"] and numbers:
        low, high, whole = min(values), max(values), all(isinstance(v, int) for v in values)
        known += f" and {'whole numbers' if whole else 'numbers'} between {low} and {high}"
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            if not whole:
                return float(value)
            if value == int(value):
                return int(value)
    raise ValueError(f"{name} = {told(given)} is not on the grid; allowed: {known}")
