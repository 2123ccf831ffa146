"""One letter, one object: the table of the page "Notation" is the judge. Nothing is random here.

What this does not see is said on that page.
"""

import re
from collections import defaultdict

import nbformat
import pytest

from tools import ROOT, notebooks

NOTATION = (ROOT / "book/reference/notation.md").read_text("utf8")
CHAPTERS = {
    path.stem: path
    for path in notebooks()
    if path.parent.name in ("phenomenon", "theory", "general", "models", "remedies", "selection")
}
TWO_OBJECTS = {"T", "R", "q", "V"}  # the page says why
FORMULA = re.compile(
    r"\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+?)\$|```\{math\}\n(.+?)```", re.DOTALL
)  # fmt: skip
WORDS = re.compile(
    r"\\(?:operatorname|text|mathrm|label|begin|end|tag)\*?\s*\{[^{}]*\}"
    r"|:label:[^\n]*|\{\\rm [^}]*\}"
)
LETTER = re.compile(
    r"\\math(?:cal|bf|sf|bb)\s*\{?\s*[A-Za-z]\}?"  # script letters are letters of their own
    r"|\\[A-Za-z]+"
    r"|[A-Za-z]"
)


def letters(formula):
    """The letters of a formula, without decorations and indices' places."""
    found = LETTER.findall(WORDS.sub(" ", formula))
    return {re.sub(r"[{}\s]+", " ", letter).strip().replace("\\bar ", "") for letter in found}


def used(path):
    """All letters of the formulas of a notebook's text."""
    cells = nbformat.read(path, as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    formulas = ["".join(groups) for text in texts for groups in FORMULA.findall(text)]
    return set().union(*map(letters, formulas))


def table(page):
    """Letter -> the chapters of each of its objects."""
    section = page.split("## One letter, one object")[1].split("\n## ")[0]
    rows = defaultdict(list)
    for letter, chapters in re.findall(r"^\| \$(.+?)\$ \| .* \| ([^|]+) \|$", section, re.M):
        rows[letter].append(set(CHAPTERS) if chapters == "all" else set(chapters.split(", ")))
    return rows


JUDGE = table(NOTATION)


def foreign(chapter, found):
    """The letters of the table that a chapter uses without being named there."""
    return {
        letter
        for letter, rows in JUDGE.items()
        if letter in found and chapter not in set().union(*rows)
    }


def test_each_letter_has_one_object():
    assert {letter for letter, rows in JUDGE.items() if len(rows) > 1} == TWO_OBJECTS
    for letter in TWO_OBJECTS:
        first, second = JUDGE[letter]
        assert not first & second, letter
    assert set("VTQSHKq") <= set(JUDGE)
    assert set().union(*(row for rows in JUDGE.values() for row in rows)) == set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapters_use_letters_as_the_table_says(chapter):
    assert foreign(chapter, used(CHAPTERS[chapter])) == set()


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        (r"T(p) = -2M\,[p\ln p]", {"T"}),  # the mean time in the diffusion, before it was zeta
        (r"V_{n+1} = V_n", {"V"}),
        (r"\zeta(p) = -2M\,p\ln p", set()),
        (r"\Pr(\mathcal T_j > k)", set()),
        (r"\operatorname{Var}X_V", {"V"}),
        (r"\operatorname{Tr}A^{\mathsf T}", set()),
    ],
)
def test_a_letter_out_of_place_is_found(formula, found):
    assert foreign("state-lifetimes", letters(formula)) == found
