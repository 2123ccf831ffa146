"""The register as text of the book's two pages about it, in MyST."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from joblib import Memory

from .plot import agrees
from .register import Claim, SimulatedCheck, SymbolicCheck

SEED = 20  # of every simulated check on the pages; the tests use the same
MARKS = {"corrected": "✗ corrected", "conditional": "◐ conditional", "confirmed": "✓ confirmed"}
MEANINGS = {
    "corrected": "wrong as it stands",
    "conditional": "true with a condition that the paper omits",
    "confirmed": "true as it stands",
}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


LONG = 45  # characters of a formula that does not fit a phone's line in one piece
FORMULA = re.compile(r"\$([^$]+)\$")
BREAKS = re.compile(r" (?=(?:=|\+|\\ge|\\le|\\to) )")


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


# Two pages and the tests show the same checks: a build names a folder in which they are kept.
KEPT = Memory(os.environ.get("MODELCOLLAPSE_CHECKS"), verbose=0)


@cache
def simulated(claim: Claim) -> SimulatedCheck:
    """What the simulation of a claim gives with the pages' seed."""
    if claim.simulated is None:
        raise ValueError(f"claim must have a simulated check; {claim.id!r} has none")
    return simulate(claim.id, claim.simulated)


@KEPT.cache(ignore=["check"])
def simulate(_name: str, check: Callable[[int], SimulatedCheck]) -> SimulatedCheck:
    """Run the check of a name."""
    return check(SEED)


@KEPT.cache(ignore=["check"])
def derived(_name: str, check: Callable[[], SymbolicCheck]) -> bool:
    """Whether SymPy finds what it derives equal to what the book says."""
    return check().holds()


def link(claim: Claim, to: str = "claim") -> str:
    """A link to a claim's row, or to its `plot`."""
    return f"{{ref}}`{claim.id if to == 'claim' else to} <{to}-{claim.id}>`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> str:
    """A table with a header row, whose first column heads the rows."""
    lines = ["::::{list-table}", ":header-rows: 1", ":stub-columns: 1", f":class: {style}", ""]
    for row in [head, *rows]:
        for cell, opening in zip(row, ["* - ", *["  - "] * (len(row) - 1)], strict=True):
            lines.append(opening + cell.replace("\n", "\n    "))
    return "\n".join([*lines, "::::"])


def summary(claims: Sequence[Claim]) -> str:
    """How many claims have which verdict; below, folded, which."""
    rows, folds = [], []
    for verdict, mark in MARKS.items():
        chosen = [claim for claim in claims if claim.verdict == verdict]
        rows.append([f"**{mark}**", f"{len(chosen)}", MEANINGS[verdict]])
        names = ", ".join(map(link, chosen))
        folds.append(f"::::{{dropdown}} The {len(chosen)} {verdict} claims\n{names}\n::::")
    counts = table(["Verdict", "Claims", "The paper's statement is"], rows, "claims-count")
    return "\n\n".join([counts, *folds])


def checks(claim: Claim) -> str:
    """What the checks of a claim say now."""
    words = []
    if claim.symbolic is not None:
        equal = derived(claim.id, claim.symbolic)
        words.append(f"SymPy: {'equal' if equal else 'DIFFERENT'}.")
    if claim.simulated is not None:
        check = simulated(claim)
        off = f"{abs(check.apart(check.ours)):.1f} standard errors off"
        warning = "" if agrees(check) else ", DISAGREES"
        words.append(f"Simulation: {off}{warning} ({link(claim, 'plot')}).")
    return " ".join(words)


def verdicts(claims: Sequence[Claim]) -> str:
    """A row for each claim: what the paper says, the verdict, what is true, and where to see it."""
    rows = []
    for claim in claims:
        chapter, _, anchor = claim.chapter.partition("#")
        derived = f"{{doc}}`/book/{chapter}`, {{ref}}`derivation <{anchor}>`"
        rows.append([
            f"(claim-{claim.id})=\n**{claim.id}**\\\n{claim.where}\\\n{MARKS[claim.verdict]}",
            breakable(claim.says),
            f"{breakable(claim.correct)}\n\n{derived}. {checks(claim)}",
        ])  # fmt: skip
    return table(["Claim", "The paper says", "What is true"], rows, "claims")


def number(value: float, digits: int = 4) -> str:
    """A number in words: a true minus, thousands apart, powers of ten raised."""
    text = f"{value:,.{digits}g}".replace("-", "−").replace("e−", "e-")
    mantissa, _, power = text.partition("e")
    if not power:
        return text
    ten = "10" + str(int(power)).translate(RAISED)
    return ten if mantissa == "1" else f"{mantissa}·{ten}"


def numbers(claims: Sequence[Claim]) -> str:
    """The corrected claims: the paper's formula and ours, each with its number and its distance."""
    rows = []
    for claim in claims:
        if claim.verdict != "corrected" or claim.simulated is None:
            continue
        check = simulated(claim)
        papers, ours = (
            "" if value is None else
            f"{formula}\\\n{number(value)}, {abs(check.apart(value)):,.1f} s.e. off"
            for formula, value in zip(
                claim.formulas or ("", ""), (check.papers, check.ours), strict=True
            )
        )  # fmt: skip
        seen = f"{number(check.estimate)}, s.e. {number(check.standard_error, 2)}"
        rows.append([f"{link(claim)}\\\n{place(check)}", papers, ours, seen])
    return table(["Claim and number", "The paper's", "Ours", "Simulated"], rows,
                 "claims-numbers")  # fmt: skip


def place(check: SimulatedCheck) -> str:
    """Which number of its plot a check shows."""
    if check.line is None:
        return ""
    at = check.line.x[check.line.estimate == check.estimate][0]
    return f"{check.line.label_y}; {check.line.label_x}: {number(at, 6)}"


def grid(claims: Sequence[Claim]) -> str:
    """The plots of the claims, glued as `plot-ID`, each with words for those who do not see it."""
    parts = ["::::::{div} claim-plots"]
    for claim in claims:
        if claim.simulated is None:
            continue
        parts += [
            ":::::{div} claim-plot",
            f"::::{{glue:figure}} plot-{claim.id}",
            f":name: plot-{claim.id}",
            f":alt: {describe(claim)}",
            "::::",
            f"{link(claim)}, {claim.where}, {MARKS[claim.verdict]}",
            ":::::",
        ]
    return "\n".join([*parts, "::::::"])


def describe(claim: Claim) -> str:
    """What is seen on the plot of a claim."""
    check = simulated(claim)
    if check.line is None:
        return claim.id
    line = check.line
    lie = "lie on the derived line" if agrees(check) else "do not lie on the derived line"
    words = f"{claim.id}: {line.label_y}, against {line.label_x}. {len(line.x)} simulated points "
    if line.papers is None:
        return f"{words}{lie}."
    gap = abs(check.apart(line.papers[line.estimate == check.estimate][0]))
    return f"{words}{lie}; the paper's dashed line passes {gap:,.0f} standard errors off the ring."
