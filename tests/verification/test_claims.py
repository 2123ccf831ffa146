"""The register: every claim holds as the book has it, and fails as the paper has it, if it must.

A simulated check compares at most 12 points of one line, each at a false-alarm rate of 2e-8. It
runs once, with the seed of the book's pages: `page.simulated` keeps what it gave.
"""

from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest

import modelcollapse as mc
from modelcollapse.claims import page
from tests.chance import STANDARD_ERRORS

BOOK = Path(__file__).parents[2] / "book"
CLAIMS = {claim.id: claim for claim in mc.CLAIMS}
symbolic = pytest.mark.parametrize("name", [c.id for c in mc.CLAIMS if c.symbolic])
simulated = pytest.mark.parametrize("name", [c.id for c in mc.CLAIMS if c.simulated])
corrected = pytest.mark.parametrize("name", [c.id for c in mc.CLAIMS if c.verdict == "corrected"])


def holds(check):
    """Whether every point of the line, and the number shown, agree with ours."""
    gaps = [abs(check.apart(check.ours))]
    if check.line is not None:
        line = check.line
        gaps += list(abs(line.estimate - line.ours) / line.standard_error)
    return bool(np.max(gaps) < STANDARD_ERRORS)


def test_every_equation_has_one_entry_and_no_id_two():
    assert len(CLAIMS) == len(mc.CLAIMS) >= 45
    assert {f"eq-{number}" for number in range(1, 26)} <= set(CLAIMS)


@pytest.mark.parametrize("name", CLAIMS)
def test_entry_is_whole(name):
    claim = CLAIMS[name]
    assert claim.verdict in ("confirmed", "conditional", "corrected")
    assert claim.symbolic or claim.simulated
    assert all([claim.says, claim.correct, claim.where])
    assert (claim.formulas is not None) == (claim.verdict == "corrected")
    page, _, anchor = claim.chapter.partition("#")
    cells = nbformat.read(BOOK / f"{page}.ipynb", as_version=4).cells
    assert any(f"({anchor})=" in cell.source for cell in cells), claim.chapter


@symbolic
def test_derivation_arrives_at_what_the_book_says(name):
    assert CLAIMS[name].symbolic().holds()


@simulated
def test_simulation_agrees_with_the_book(name):
    check = page.simulated(CLAIMS[name])
    assert holds(check)
    assert check.line is not None
    assert len(check.line.x) <= 12
    if CLAIMS[name].verdict == "confirmed":
        assert check.papers is None
    elif check.papers is not None:
        assert abs(check.apart(check.papers)) > STANDARD_ERRORS


@corrected
def test_the_same_check_fails_on_the_papers_version(name):
    claim = CLAIMS[name]
    check = page.simulated(claim)
    assert check.papers is not None
    assert not holds(
        replace(check, ours=check.papers, line=replace(check.line, ours=check.line.papers))
    )
