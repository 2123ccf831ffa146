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
from .words import describe


def host(
    record: dict[str, Any],
    position: dict[str, Any],
    readout: Mapping[str, str],
    data: xr.Dataset,
    panels: Sequence[Panel],
) -> str:
    """The host element: the picture of the starting state, and the data for the script."""
    words = describe(record, position, readout, data)
    png = base64.b64encode(draw(record, position, data, panels)).decode("ascii")
    state = {"spec": {**record, "live": False}, "position": position}
    # a script element ends at the first "</", whatever stands around it, or later after a "<!--"
    payload = json.dumps(state, separators=(",", ":"), ensure_ascii=False)
    payload = payload.replace("</", "<\\/").replace("<!", "\\u003c!")
    return (
        f'<div class="mc-host"><img src="data:image/png;base64,{png}" alt="{escape(words)}" '
        f'style="max-width:100%;height:auto"><p>{escape(words)}</p>'
        f'<script type="application/json">{payload}</script></div>'
    )
