"""The explorer as a piece of a page: at rest, until a script takes its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from .panels import Panel
from .script import style
from .skeleton import at_rest

# where a style sheet is linked, the explorer's own is left out
STYLE = re.compile(r'<style>[^<]*</style>(?=<div class="mc-host")')


def host(
    record: dict[str, Any],
    position: dict[str, Any],
    numbers: Mapping[str, str],
    data: xr.Dataset,
    panels: Sequence[Panel],
) -> str:
    """The style, and the host element: the explorer at rest, and the data for the script.

    Without scripts the style is needed for what stands in the host, and with them for what they
    put there.
    """
    state = {"spec": {**record, "live": False}, "position": position}
    # a script element ends at the first "</", whatever stands around it, or later after a "<!--"
    payload = json.dumps(state, separators=(",", ":"), ensure_ascii=False)
    payload = payload.replace("</", "<\\/").replace("<!", "\\u003c!")
    live = " data-live" if "chain" in record else ""  # a page may say there where its script is
    return (
        f'<style>{style()}</style><div class="mc-host"{live}>'
        f"{at_rest(record, position, numbers, data, panels)}"
        f'<script type="application/json">{payload}</script></div>'
    )
