"""The data of the explorers that a page carries, decoded."""

import json
import re
from pathlib import Path
from typing import Any

from modelcollapse.explorer.encode import decode

STATE = re.compile(r'data-state="(?:\.\./)*([^"]+)"')


def explorers(site: Path, page: str) -> list[dict[str, Any]]:
    """What the page's explorers show, in their order; each quantity with its `values`.

    And the position at which each begins, as `start`.
    """
    found = []
    for name in STATE.findall((site / page).read_text("utf8")):
        text = (site / name).read_text("utf8")
        state = json.loads(text[text.index("{") : text.rindex("}") + 1])
        spec = {**state["spec"], "start": state["position"]}
        for record in spec["quantities"].values():
            if "codes" in record:
                record["values"] = decode(record)
        found.append(spec)
    return found


def stops(spec: dict[str, Any]) -> dict[str, int]:
    """How many stops each control has; the run is the last."""
    sizes = {name: len(spec["dims"][name]["values"]) for name in spec["controls"]}
    return {name: size for name, size in sizes.items() if size > 1}
