"""How the book is cited: CITATION.cff says it, once."""

from typing import Any

import yaml

from tools import ROOT

CITATION = ROOT / "CITATION.cff"


def citation() -> dict[str, Any]:
    """What the file says, and `names`: the authors' names as they are written."""
    found = yaml.safe_load(CITATION.read_text("utf8"))
    names = [
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in found["authors"]
    ]
    return found | {"names": names}
