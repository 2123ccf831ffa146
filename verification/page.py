"""The book's two pages about the register: rows of verdicts, and plots of the simulations."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from inspect import getsource, unwrap
from typing import Any

from IPython.display import Markdown
from joblib import Memory

from .claim import Claim
from .comparison import SimulatedCheck
from .markup import breakable, number, table
from .plot import draw
from .register import ALL
from .vocabulary import READ, SINCE, VERDICTS

SEED = 20  # of every simulated check on the pages; the tests use the same
BY_ID = {claim.id: claim for section in ALL.values() for claim in section}
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
    return counted(claims, "verdict", VERDICTS, ["Verdict", "Claims", "The paper's statement is"])


def reading(claims: Sequence[Claim]) -> str:
    """Of how many claims what was read; below, folded, which."""
    words = {word: (word, meaning) for word, meaning in READ.items()}
    return counted(claims, "read", words, ["Read", "Claims", "Before it was written down here"])


def later(claims: Sequence[Claim]) -> str:
    """How many claims the authors have changed since, and which; then the changes in words."""
    words = {word: (word, meaning) for word, meaning in SINCE.items()}
    counts = counted(claims, "since", words, ["Since 2023", "Claims", "The journal version"])
    changed = [claim for claim in claims if claim.later]
    told = [f"- {link(c)}, {c.since}: {breakable(c.later or '')}" for c in changed]
    return "\n\n".join([counts, "\n".join(told)])


def counted(
    claims: Sequence[Claim],
    field: str,
    words: Mapping[Any, tuple[str, str]],
    head: Sequence[str],
) -> str:
    """How often each word stands in a field; below, folded, in which claims."""
    rows, folds = [], []
    for word, (mark, meaning) in words.items():
        chosen = [claim for claim in claims if getattr(claim, field) == word]
        if chosen:
            rows.append([f"**{mark}**", f"{len(chosen)}", meaning])
            title = f"{len(chosen)} {'claim' if len(chosen) == 1 else 'claims'}: {word}"
            folds.append(f"::::{{dropdown}} {title}\n{', '.join(map(link, chosen))}\n::::")
    return "\n\n".join([table(head, rows, "claims-count"), *folds])


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
        if claim.read:
            since = f"\n\n{{cite:t}}`{claim.source}`; {READ[claim.read]}."
        else:
            since = f"\n\nThe journal version: {claim.since}."
        if claim.later:
            since = f"{since[:-1]}. {breakable(claim.later)}"
        ran = f" *Run instead:* {breakable(claim.ran)}" if claim.ran else ""
        rows.append([
            f"(claim-{claim.id})=\n**{claim.id}**\\\n{claim.where}\\\n{VERDICTS[claim.verdict][0]}",
            breakable(claim.says) + since,
            f"{breakable(claim.correct)}{ran}\n\n{place}. {checks(claim)}",
        ])  # fmt: skip
    return table(["Claim", "The paper says", "What is true"], rows, "claims")


def cards(claims: Sequence[Claim]) -> str:
    """A card for each claim: what is said, what is so, the quoted number and ours, the check."""
    parts = []
    for claim in claims:
        check, (chapter, _, anchor) = simulated(claim.id), claim.chapter.partition("#")
        line, read = check.line, READ[claim.read] if claim.read else "the founding paper"
        address = (claim.source or "").startswith("http")
        cited = f"[{claim.where}]({claim.source})" if address else claim.where
        if claim.source and not address:
            cited += f", {{cite:t}}`{claim.source}`"
        seen = f"{number(check.estimate)}, standard error {number(check.standard_error, 2)}"
        sides = [
            f"{name} {number(value)}, {abs(check.z(value)):,.1f} standard errors off"
            for name, value in (("as quoted", check.papers), ("as derived", check.ours))
            if value is not None
        ]
        place = f"{line.label_y}; {line.label_x}: {number(float(line.x[check.at]), 3)}"
        if claim.formulas:
            place += f". Quoted: {claim.formulas[0]}; true: {claim.formulas[1]}"
        parts += [
            f"(claim-{claim.id})=",
            f":::::{{admonition}} {VERDICTS[claim.verdict][0]}: {claim.id}",
            f"*It is said:* {breakable(claim.says)}\\\n{cited}; {read}.\n",
            f"*It is so:* {breakable(claim.correct)} {{doc}}`/book/{chapter}`, "
            f"{{ref}}`derivation <{anchor}>`.\n",
            f"*Checked:* {place}. Simulated {seen}; {'; '.join(sides)}.\n",
            f"::::{{dropdown}} The check of {claim.id}, in Python",
            f"```python\n{getsource(unwrap(claim.simulated)) if claim.simulated else ''}```",
            "::::\n:::::\n",
        ]
    return "\n".join(parts)


def numbers(claims: Sequence[Claim]) -> str:
    """Corrected claims, misprints: the paper's formula and ours, with numbers and distances."""
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

    claims = [claim for claim in ALL[section] if claim.simulated]
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
