"""The register: every claim holds as the book has it, and fails as the paper has it, if it must.

A simulated check compares at most 12 points of one line, each at a false-alarm rate of 2e-8. It
runs once, with the seed of the book's pages: `page.simulated` keeps what it gave.
"""

from pathlib import Path

import nbformat
import pytest

from tests import chance
from verification import CLAIMS, STANDARD_ERRORS, comparison, page

BOOK = Path(__file__).parents[2] / "book"
BY_ID = {claim.id: claim for claim in CLAIMS}
symbolic = pytest.mark.parametrize("name", [c.id for c in CLAIMS if c.symbolic])
simulated = pytest.mark.parametrize("name", [c.id for c in CLAIMS if c.simulated])
corrected = pytest.mark.parametrize("name", [c.id for c in CLAIMS if c.verdict == "corrected"])


def test_every_equation_has_one_entry():
    assert len(CLAIMS) >= 45
    assert {f"eq-{number}" for number in range(1, 26)} <= set(BY_ID)


@pytest.mark.parametrize("name", BY_ID)
def test_entry_is_whole(name):
    claim = BY_ID[name]
    assert all([claim.says, claim.correct, claim.where])
    assert (claim.formulas is not None) == (claim.verdict == "corrected")
    chapter, _, anchor = claim.chapter.partition("#")
    cells = nbformat.read(BOOK / f"{chapter}.ipynb", as_version=4).cells
    assert any(f"({anchor})=" in cell.source for cell in cells), claim.chapter


@symbolic
def test_derivation_arrives_at_what_the_book_says(name):
    assert BY_ID[name].symbolic().holds()


@simulated
def test_simulation_agrees_with_the_book(name):
    check = page.simulated(name)
    assert check.agrees()
    assert len(check.line.x) <= 12
    if BY_ID[name].verdict == "confirmed":
        assert check.papers is None
    elif check.papers is not None:
        assert abs(check.z(check.papers)) > STANDARD_ERRORS


@corrected
def test_the_same_check_fails_on_the_papers_version(name):
    assert not page.simulated(name).agrees("papers")


def test_agreement_means_what_it_means_in_the_other_tests():
    assert comparison.FALSE_ALARM == chance.FALSE_ALARM
    assert STANDARD_ERRORS == chance.STANDARD_ERRORS
