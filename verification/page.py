"""The book's two pages about the register: rows of verdicts, and plots of the simulations."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

from IPython.display import Markdown
from joblib import Memory

from .claim import Claim
from .comparison import SimulatedCheck
from .markup import breakable, number, table
from .plot import draw
from .register import CLAIMS, SECTIONS

SEED = 20  # of every simulated check on the pages; the tests use the same
VERDICTS = {  # in the order of the page: the mark of each, and what the paper's statement is
    "corrected": ("✗ corrected", "wrong as it stands"),
    "same direction": ("↗ same direction", "right in its direction, not in its number"),
    "misprint": ("✎ misprint", "wrong as printed, true as it is meant"),
    "conditional": ("◐ conditional", "true with a condition that the paper omits"),
    "assumption": ("◇ assumption", "assumed, and not derived"),
    "confirmed": ("✓ confirmed", "true as it stands"),
}
BY_ID = {claim.id: claim for claim in CLAIMS}
# Two pages and the tests show the same checks: a build names a folder in which they are kept.
KEPT = Memory(os.environ.get("MODELCOLLAPSE_CHECKS"), verbose=0)


@cache
@KEPT.cache
def simulated(name: str) -> SimulatedCheck:
    """What the simulation of the claim with this id gives with the pages' seed."""
    check = BY_ID[name].simulated
    if check is None:
        raise ValueError(f"claim must have a simulated check; {name!r} has none")
    return check(SEED)


@KEPT.cache
def derived(name: str) -> bool:
    """Whether SymPy finds what it derives equal to what the book says."""
    check = BY_ID[name].symbolic
    if check is None:
        raise ValueError(f"claim must have a symbolic check; {name!r} has none")
    return check().holds()


def link(claim: Claim, to: str = "claim") -> str:
    """A link to a claim's row, or to its `plot`."""
    return f"{{ref}}`{claim.id if to == 'claim' else to} <{to}-{claim.id}>`"


def summary(claims: Sequence[Claim]) -> str:
    """How many claims have which verdict; below, folded, which."""
    rows, folds = [], []
    for verdict, (mark, meaning) in VERDICTS.items():
        chosen = [claim for claim in claims if claim.verdict == verdict]
        if chosen:
            rows.append([f"**{mark}**", f"{len(chosen)}", meaning])
            names = ", ".join(map(link, chosen))
            folds.append(f"::::{{dropdown}} The {len(chosen)} {verdict} claims\n{names}\n::::")
    counts = table(["Verdict", "Claims", "The paper's statement is"], rows, "claims-count")
    return "\n\n".join([counts, *folds])


def checks(claim: Claim) -> str:
    """What the checks of a claim say now."""
    words = []
    if claim.symbolic is not None:
        words.append(f"SymPy: {'equal' if derived(claim.id) else 'DIFFERENT'}.")
    if claim.simulated is not None:
        check = simulated(claim.id)
        off = f"{abs(check.z(check.ours)):.1f} standard errors off"
        warning = "" if check.agrees() else ", DISAGREES"
        words.append(f"Simulation: {off}{warning} ({link(claim, 'plot')}).")
    return " ".join(words)


def verdicts(claims: Sequence[Claim]) -> str:
    """A row for each claim: what the paper says, the verdict, what is true, and where to see it."""
    rows = []
    for claim in claims:
        chapter, _, anchor = claim.chapter.partition("#")
        place = f"{{doc}}`/book/{chapter}`, {{ref}}`derivation <{anchor}>`"
        since = f"\n\nSince then: {breakable(claim.since)}" if claim.since else ""
        rows.append([
            f"(claim-{claim.id})=\n**{claim.id}**\\\n{claim.where}\\\n{VERDICTS[claim.verdict][0]}",
            breakable(claim.says) + since,
            f"{breakable(claim.correct)}\n\n{place}. {checks(claim)}",
        ])  # fmt: skip
    return table(["Claim", "The paper says", "What is true"], rows, "claims")


def numbers(claims: Sequence[Claim]) -> str:
    """The corrected claims: the paper's formula and ours, each with its number and its distance."""
    rows = []
    for claim in claims:
        if claim.formulas is None or claim.simulated is None:
            continue
        check = simulated(claim.id)
        papers, ours = (
            "" if value is None else
            f"{formula}\\\n{number(value)}, {abs(check.z(value)):,.1f} s.e. off"
            for formula, value in zip(claim.formulas, (check.papers, check.ours), strict=True)
        )  # fmt: skip
        line = check.line
        place = f"{line.label_y}; {line.label_x}: {number(float(line.x[check.at]), 6)}"
        seen = f"{number(check.estimate)}, s.e. {number(check.standard_error, 2)}"
        rows.append([f"{link(claim)}\\\n{place}", papers, ours, seen])
    head = ["Claim and number", "The paper's", "Ours", "Simulated"]
    return table(head, rows, "claims-numbers")


def show(section: str) -> Markdown:
    """Draw the plots of a section; what the page shows of them, as Markdown."""
    import matplotlib.pyplot as plt
    from myst_nb import glue  # type: ignore[import-untyped]

    claims = [claim for claim in SECTIONS[section] if claim.simulated]
    for claim in claims:
        figure, ax = plt.subplots(figsize=(3.8, 2.8))
        draw(ax, claim.id, simulated(claim.id))
        glue(f"plot-{claim.id}", figure, display=False)
        plt.close(figure)
    return Markdown(grid(claims))


def grid(claims: Sequence[Claim]) -> str:
    """The plots of the claims, glued as `plot-ID`, each with words for those who do not see it."""
    parts = ["::::::{div} claim-plots"]
    for claim in claims:
        parts += [
            ":::::{div} claim-plot",
            f"::::{{glue:figure}} plot-{claim.id}",
            f":name: plot-{claim.id}",
            f":alt: {describe(claim)}",
            "::::",
            f"{link(claim)}, {claim.where}, {VERDICTS[claim.verdict][0]}",
            ":::::",
        ]
    return "\n".join([*parts, "::::::"])


def describe(claim: Claim) -> str:
    """What is seen on the plot of a claim."""
    check = simulated(claim.id)
    line = check.line
    lie = "lie on the derived line" if check.agrees() else "do not lie on the derived line"
    words = f"{claim.id}: {line.label_y}, against {line.label_x}. {len(line.x)} simulated points "
    if check.papers is None:
        return f"{words}{lie}."
    gap = abs(check.z(check.papers))
    return f"{words}{lie}; the paper's dashed line passes {gap:,.0f} standard errors off the ring."
