"""What a panel shows, in words: for those who do not see its picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from .cloud import components
from .drawings import at
from .spec import places
from .tree import descent
from .words import named, num, where

MARKS = {"run": "bold", "faint": "faint", "theory": "dashed", "theory2": "dotted"}


def seen(
    panel: dict[str, Any],
    record: dict[str, Any],
    position: dict[str, Any],
    numbers: Mapping[str, str],
    data: xr.Dataset,
) -> str:
    """A panel's alternative text, as the script writes it for its drawing."""
    title, here, dims = panel["title"], where(record, position), record["dims"]
    index = places(dims, position)

    def number(name: str) -> str:
        return f"{record['quantities'][name]['label']} {numbers[name]}"

    if panel["kind"] == "images":
        sizes = data[panel["quantity"]].sizes
        size = f"{sizes['image']} pictures of {sizes['row']} by {sizes['column']} pixels"
        return f"{title}: {size}. {here}."
    if panel["kind"] == "tree":
        parents = at(data[panel["quantity"]], index, "generation").transpose("generation", "point")
        founder, kept = descent(parents.values.astype(float), index["generation"])
        line = f"a line from each of {data.sizes['point']} points back to its founder"
        return f"{title}: {line}. {here}: founders {len(np.unique(founder[kept]))}."
    if panel["kind"] == "cloud":
        means = at(data[panel["means"]], index).transpose("component", "axis").values
        names = components(data, panel["means"])
        middles = ", ".join(
            f"{name} at ({x:.3g}, {y:.3g})".replace("-", "−")
            for name, (x, y) in zip(names, means, strict=True)
        )
        points = f"{data.sizes['point']} points, and an ellipse for each component"
        return f"{title}: {points}. {here}: {middles}. Dashed: generation 0."
    if panel["kind"] == "density":
        both = ", ".join(number(panel[name]) for name in ("mu", "sigma"))
        return f"{title}: a bell curve. {here}: {both}. Dashed: generation 0."
    dim = dims[panel["over"]]
    if panel["kind"] == "bars":
        heights = at(data[panel["quantity"]], index, panel["over"]).values
        each = f"one bar for each of {len(dim['values'])} values of {named(dim)}"
        if not np.isfinite(heights).any():
            return f"{title}, {each}. {here}: nothing is known."
        highest = num(dim["values"][int(np.nanargmax(heights))])
        return f"{title}, {each}. {here}: the highest is at {highest}."
    names = [panel["quantity"], *panel["theory"]] if panel["over"] in position else []
    read = ", ".join(number(name) for name in names if name in numbers)
    marks = "; ".join(f"{MARKS[kind]}: {words}" for kind, words in panel["keys"])
    place = f"{here}: {read}" if read else here
    return f"{title}, against {named(dim)}. {place}. {marks[:1].upper()}{marks[1:]}."
