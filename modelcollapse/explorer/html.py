"""The explorer as a piece of a page: a picture that a script replaces."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import xarray as xr

from .panels import Panel
from .picture import draw


def host(
    record: dict[str, Any],
    position: dict[str, Any],
    readout: Mapping[str, str],
    data: xr.Dataset,
    panels: Sequence[Panel],
) -> str:
    """The host element: the picture of the starting state, and the data for the script."""
    words = describe(record, position, readout)
    png = base64.b64encode(draw(record, position, data, panels)).decode("ascii")
    state = {"spec": {**record, "live": False}, "position": position}
    # a script element ends at the first "</", whatever stands around it
    payload = json.dumps(state, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<div class="mc-host"><img src="data:image/png;base64,{png}" alt="{escape(words)}" '
        f'style="max-width:100%;height:auto"><p>{escape(words)}</p>'
        f'<script type="application/json">{payload}</script></div>'
    )


def describe(record: dict[str, Any], position: dict[str, Any], readout: Mapping[str, str]) -> str:
    """The position and its numbers, in words."""
    dims = record["dims"]
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
    at = f" At {where}" + (f": {numbers}." if numbers else ".") if where else ""
    return f"{titles}.{at}"


def spoken(dim: dict[str, Any], value: Any) -> str:
    """A slider's value as a reader is told it; runs are counted from 1."""
    if dim["name"] == "replicate":
        return f"{dim['values'].index(value) + 1} of {len(dim['values'])}"
    return str(value)
