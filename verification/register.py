"""The texts of every section, joined with their checks by the ids of the claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import yaml

from . import checks
from .claim import DERIVATIONS, SIMULATIONS, Claim, Derivation, Simulation

TEXTS = Path(__file__).parent / "texts"
FOLDERS = ("", "later", "disputed")  # of texts: the paper's claims, those of others, and rumours


def joined(
    sections: Iterable[Mapping[str, Any]],
    derivations: Mapping[str, Derivation],
    simulations: Mapping[str, Simulation],
) -> dict[str, tuple[Claim, ...]]:
    """Heading on the pages -> its claims, from the texts of the sections and the checks.

    Raises ValueError for a claim without a check, a check without a claim, and an id that stands
    twice; TypeError for an entry with a field too many or too few.
    """
    found, seen = {}, set()
    for section in sections:
        claims = []
        for text in section["claims"]:
            name, fields = text["id"], dict(text)
            if name in seen:
                raise ValueError(f"claim {name!r} stands twice in verification/texts/")
            seen.add(name)
            if "formulas" in text:
                fields["formulas"] = (text["formulas"]["paper"], text["formulas"]["ours"])
            fields["symbolic"], fields["simulated"] = derivations.get(name), simulations.get(name)
            claims.append(Claim(**fields))
        found[section["section"]] = tuple(claims)
    if nobodys := sorted({*derivations, *simulations} - seen):
        raise ValueError(f"checks of claims that verification/texts/ does not have: {nobodys}")
    return found


def load() -> dict[str, dict[str, tuple[Claim, ...]]]:
    """The register of the book, by the folders of texts; with every module of checks."""
    for module in iter_modules(checks.__path__, f"{checks.__name__}."):
        import_module(module.name)
    texts = {
        folder: [
            yaml.safe_load(path.read_text("utf8"))
            for path in sorted((TEXTS / folder).glob("*.yml"))
        ]
        for folder in FOLDERS
    }
    found = joined(chain(*texts.values()), DERIVATIONS, SIMULATIONS)
    return {
        folder: {text["section"]: found[text["section"]] for text in files}
        for folder, files in texts.items()
    }


def whole(sections: Mapping[str, tuple[Claim, ...]]) -> tuple[Claim, ...]:
    """The claims of all sections, in their order."""
    return tuple(chain(*sections.values()))


# The founding paper's claims, those of later papers, and those that circulate about either.
SECTIONS, LATER, SAID = load().values()
ALL = {**SECTIONS, **LATER, **SAID}
CLAIMS, LATER_CLAIMS, DISPUTED = whole(SECTIONS), whole(LATER), whole(SAID)
