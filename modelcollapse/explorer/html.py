"""The explorer as a piece of a page: a picture that a script replaces."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import xarray as xr

from .panels import Panel
from .picture import draw
from .script import style
from .words import describe

# where a style sheet is linked, the explorer's own is left out
STYLE = re.compile(r'<style>[^<]*</style>(?=<div class="mc-host")')


def host(
    record: dict[str, Any],
    position: dict[str, Any],
    readout: Mapping[str, str],
    data: xr.Dataset,
    panels: Sequence[Panel],
) -> str:
    """The style, and the host element: the picture of the starting state, the data for the script.

    Without scripts the style is needed for what stands in the host, and with them for what they
    put there.
    """
    words = describe(record, position, readout, data)
    png = base64.b64encode(draw(record, position, data, panels)).decode("ascii")
    state = {"spec": {**record, "live": False}, "position": position}
    # a script element ends at the first "</", whatever stands around it, or later after a "<!--"
    payload = json.dumps(state, separators=(",", ":"), ensure_ascii=False)
    payload = payload.replace("</", "<\\/").replace("<!", "\\u003c!")
    return (
        f'<style>{style()}</style><div class="mc-host"><img src="data:image/png;base64,{png}" alt="{escape(words)}" '
        f'style="max-width:100%;height:auto"><p>{escape(words)}</p>'
        f'<script type="application/json">{payload}</script></div>'
    )
