"""Numbers and positions as a reader sees or hears them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import xarray as xr

from .drawings import at, passages
from .encode import Format

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(value: float, form: Format) -> str:
    """A decoded number as the readout prints it."""
    if math.isnan(value):
        return "–"
    if "low" in form and form["decimals"] >= 0:
        return f"{value:.{form['decimals']}f}".replace("-", "−")
    if value == 0:
        return "0"
    if "low" in form:
        plain, digits = abs(value) < 1e6, f"{Decimal(repr(value)).normalize():e}"
        shown = f"{value:.0f}"
    else:
        plain, digits = 1e-3 <= value < 1e5, f"{value:.2e}"
        shown = f"{value:.{max(0, 2 - int(digits.split('e')[1]))}f}"
    if not plain:
        mantissa, power = digits.split("e")
        shown = f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPT)}"
    return shown.replace("-", "−")


def describe(
    record: dict[str, Any], position: dict[str, Any], readout: Mapping[str, str], data: xr.Dataset
) -> str:
    """The position, its numbers and what is seen there, in words."""
    dims = record["dims"]
    index = {name: dims[name]["values"].index(value) for name, value in position.items()}
    where = ", ".join(
        f"{dims[name]['label'].lower()} {spoken(dims[name], value)}"
        for name, value in position.items()
    )
    numbers = ", ".join(
        f"{record['quantities'][name]['label']} {number}" for name, number in readout.items()
    )
    titles = "; ".join(
        panel["title"] or record["quantities"][panel["quantity"]]["label"]
        for panel in record["panels"]
    )
    place = f" At {where}" + (f": {numbers}." if numbers else ".") if where else ""
    # what several panels say alike is said once
    there = dict.fromkeys(seen(panel, data, index) for panel in record["panels"])
    return " ".join([f"{titles}.{place}", *there])


def seen(panel: dict[str, Any], data: xr.Dataset, index: dict[str, int]) -> str:
    """What a panel shows at a position, in words."""
    if panel["kind"] == "images":
        sizes = data[panel["quantity"]].sizes
        return f"{sizes['image']} pictures of {sizes['row']} by {sizes['column']} pixels."
    if panel["kind"] == "text":
        written = passages(data, panel["quantity"], panel["over"], index)
        return " ".join(f"“{' '.join(f'{label} {words}'.split())}”" for label, words in written)
    if panel["kind"] == "cloud":
        means = at(data[panel["means"]], index).transpose("component", "axis").values
        places = ", ".join(f"({x:.3g}, {y:.3g})".replace("-", "−") for x, y in means)
        points = data.sizes["point"]
        return f"{points} points, and components at {places}; dashed: generation 0."
    return "Bold: this run; faint: the other runs; dashed: theory or generation 0."


def spoken(dim: dict[str, Any], value: Any) -> str:
    """A slider's value as a reader is told it; runs are counted from 1."""
    if dim["name"] == "replicate":
        return f"{dim['values'].index(value) + 1} of {len(dim['values'])}"
    return str(value)
