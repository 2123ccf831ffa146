"""Words, numbers and tables in the markup that the pages are written in, MyST."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LONG = 45  # characters of a formula that does not fit a phone's line in one piece
FORMULA = re.compile(r"\$([^$]+)\$")
BREAKS = re.compile(r" (?=(?:=|\+|\\ge|\\le|\\to) )")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def breakable(text: str) -> str:
    """The text, whose long formulas may break before a relation or a plus outside of braces."""

    def pieces(found: re.Match[str]) -> str:
        formula = found[1]
        if len(formula) < LONG or "\\left" in formula or "\\begin" in formula:
            return found[0]
        parts = [""]
        for part in BREAKS.split(formula):
            whole = parts[-1].count("{") == parts[-1].count("}")
            parts = [*parts, part] if whole and parts[-1] else [*parts[:-1], f"{parts[-1]} {part}"]
        return " ".join(f"${'{}' * (place > 0)}{part.strip()}$" for place, part in enumerate(parts))

    return FORMULA.sub(pieces, text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> str:
    """A table with a header row, whose first column heads the rows."""
    lines = ["::::{list-table}", ":header-rows: 1", ":stub-columns: 1", f":class: {style}", ""]
    for row in [head, *rows]:
        for cell, opening in zip(row, ["* - ", *["  - "] * (len(row) - 1)], strict=True):
            lines.append(opening + cell.replace("\n", "\n    "))
    return "\n".join([*lines, "::::"])


def number(value: float, digits: int = 4) -> str:
    """A number in words: a true minus, thousands apart, powers of ten raised."""
    text = f"{value:,.{digits}g}".replace("-", "−").replace("e−", "e-")
    mantissa, _, power = text.partition("e")
    if not power:
        return text
    ten = "10" + str(int(power)).translate(RAISED)
    return ten if mantissa == "1" else f"{mantissa}·{ten}"
