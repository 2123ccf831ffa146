"""From a Dataset and panels to the record that the front end reads."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import xarray as xr

from .encode import encode
from .packing import numbered
from .panels import Panel, label
from .words import source

INNER = ("replicate", "generation")  # a row holds all of these; they come last
LABELS = {
    "sample_size": {"long_name": "Sample size", "symbol": "M", "units": "points"},
    "generation": {"long_name": "Generation", "symbol": "n"},
    "replicate": {"long_name": "Run"},
}
STOPS = 140
PLACES = 1000  # of a slider of whole numbers that has no stops


def shown(panels: Sequence[Panel]) -> list[str]:
    """Names of the variables in the panels, each once, in order."""
    return list(dict.fromkeys(name for panel in panels for name in panel.quantities()))


def control_dims(data: xr.Dataset, panels: Sequence[Panel]) -> list[str]:
    """The dimensions that become sliders: all that some panel needs to know a point.

    `sample_size` comes first, `generation` and `replicate` last.
    """
    wanted: set[str] = set()
    for panel in panels:
        for name in panel.quantities():
            wanted |= {str(dim) for dim in data[name].dims} - (panel.own() - {"generation"})
    order = {"sample_size": -1, "generation": 1, "replicate": 2}
    named = [str(dim) for dim in data.dims if dim in wanted]
    return sorted(named, key=lambda dim: order.get(dim, 0))


def coordinate(data: xr.Dataset, dim: str) -> list[Any]:
    """The values of a dimension, as plain numbers or strings; 0, 1, ... if it has none."""
    if dim not in data.coords:
        return list(range(data.sizes[dim]))
    values = data[dim].values
    numeric = np.issubdtype(values.dtype, np.number)
    return list(values.tolist()) if numeric else [str(value) for value in values]


def dimension(data: xr.Dataset, dim: str, dense: bool = False) -> dict[str, Any]:
    """The record of a dimension: its words, its values and, for a slider, its stops."""
    values = coordinate(data, dim)
    attrs = {**LABELS.get(dim, {}), **(data[dim].attrs if dim in data.coords else {})}
    symbol = str(attrs.get("symbol", ""))
    words = str(attrs.get("long_name", dim.replace("_", " "))).removesuffix(f" {symbol}")
    text = any(isinstance(value, str) for value in values)
    kind = dim if dim in INNER else "select" if text else "range"
    stops = values
    if dense and dim == "sample_size" and kind == "range" and len(values) > 1:
        # whole numbers evenly spaced in log M; small ones repeat, so ask for a few more
        ends = min(values), max(values)
        fine = np.unique(np.round(np.geomspace(*ends, int(STOPS * 1.3))))
        stops = sorted({int(value) for value in fine} | set(values))
    return {
        "name": dim,
        "kind": kind,
        "label": words[:1].upper() + words[1:],
        "symbol": symbol,
        "units": str(attrs.get("units", "")),
        "values": values,
        "stops": stops,
    }


def places(dims: dict[str, Any], position: dict[str, Any]) -> dict[str, int]:
    """The index of a position in the data; what is computed is computed for the position alone."""
    return {
        name: 0 if "ends" in dims[name] else dims[name]["values"].index(value)
        for name, value in position.items()
    }


def log_place(value: int, ends: Sequence[int]) -> int:
    """Where a number stands on such a slider, on a logarithmic scale."""
    return round(PLACES * log(value / ends[0]) / log(ends[1] / ends[0]))


def width(panels: Sequence[Panel], name: str) -> int:
    """Bits for each number of a variable: as many as the most demanding panel asks for."""
    return max(panel.bits().get(name, 16) for panel in panels if name in panel.quantities())


def quantity(data: xr.Dataset, name: str, rows: Sequence[str], bits: int) -> dict[str, Any]:
    """The encoded record of a variable, its row dimensions first.

    What is next to each other should be alike, since that compresses: numbers that are read
    lie along the generations, those that are only looked at along the panel's own dimensions.
    """
    variable = data[name]
    dims = [str(dim) for dim in variable.dims]
    lead = [dim for dim in rows if dim in dims]
    tail = [dim for dim in INNER if dim in dims]
    rest = [dim for dim in dims if dim not in lead and dim not in tail]
    order = [*lead, *rest, *tail] if bits == 16 else [*lead, *tail, *rest]
    values = variable.transpose(*order).values
    texts = {}
    if values.dtype.kind in "OUT":  # text travels once, and the places hold its number
        texts["texts"], values = numbered(values)
    codes = encode(values.astype(np.float64), len(lead), bits)
    symbol = str(variable.attrs.get("symbol", ""))
    return {"dims": order, "label": label(variable), "symbol": symbol, **texts, **codes}


def record(data: xr.Dataset, panels: Sequence[Panel], live: bool) -> dict[str, Any]:
    """All that the front end needs; `live` says that a kernel fills in what is off the grid."""
    controls = control_dims(data, panels)
    rows = [dim for dim in controls if dim not in INNER]
    names = shown(panels)
    texts = {name for panel in panels for name in panel.texts()}
    used = dict.fromkeys([*controls, *(str(dim) for name in names for dim in data[name].dims)])
    seed = data.attrs.get("seed")
    made = {
        "controls": controls,
        "rows": rows,
        "dims": {dim: dimension(data, dim, dense=live) for dim in used},
        "quantities": {name: quantity(data, name, rows, width(panels, name)) for name in names},
        "panels": [panel.record(data) for panel in panels],
        "readout": [n for n in names if set(data[n].dims) <= set(controls) and n not in texts],
        "seed": None if seed is None else str(seed),
        "live": live,
    }
    return {**made, "source": source(made)}
