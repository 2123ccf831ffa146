"""The register: every claim holds as the book has it, and fails as the paper has it, if it must.

A simulated check compares at most 12 points of one line, each at a false-alarm rate of 2e-8. It
runs once, with the seed of the book's pages: `page.simulated` keeps what it gave.
"""

from pathlib import Path

import nbformat
import pytest

from tests import chance
from verification import CLAIMS, DISPUTED, LATER_CLAIMS, STANDARD_ERRORS, comparison, page

BOOK = Path(__file__).parents[2] / "book"
EVERY = (*CLAIMS, *LATER_CLAIMS, *DISPUTED)
BY_ID = {claim.id: claim for claim in EVERY}
symbolic = pytest.mark.parametrize("name", [c.id for c in EVERY if c.symbolic])
simulated = pytest.mark.parametrize("name", [c.id for c in EVERY if c.simulated])
# What the paper gives in place of the right formula must fail, be it an error or a misprint.
corrected = pytest.mark.parametrize("name", [c.id for c in EVERY if c.formulas])


def test_every_equation_has_one_entry():
    assert len(CLAIMS) >= 45
    assert {f"eq-{number}" for number in range(1, 26)} <= set(BY_ID)


@pytest.mark.parametrize("name", BY_ID)
def test_entry_is_whole(name):
    claim = BY_ID[name]
    assert all([claim.says, claim.correct, claim.where])
    if claim.verdict != "misprint":  # of misprints some have a formula
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
    if BY_ID[name].verdict == "confirmed" and name != "later-accumulate-bound":
        assert check.papers is None  # but for a bound, which is confirmed and not reached
    elif check.papers is not None:
        assert abs(check.z(check.papers)) > STANDARD_ERRORS


@corrected
def test_the_same_check_fails_on_the_papers_version(name):
    assert not page.simulated(name).agrees("papers")


def test_what_needs_a_large_language_model_is_not_confirmed():
    """No claim about OPT-125m is stamped as if it had been run: its section is 5.2."""
    stamped = [c.id for c in CLAIMS if "5.2" in c.where and c.verdict == "confirmed"]
    assert stamped == []


def test_assumptions_of_the_paper_are_not_counted_as_confirmed():
    for name in ("eq-2", "eq-6", "eq-7", "eq-8", "eq-9", "eq-18", "at-least-two", "proportions"):
        assert BY_ID[name].verdict == "assumption", name


def test_misprints_are_not_counted_as_corrections():
    for name in ("fig-4-sizes", "weights-analysed", "bounded-order-larger", "expected-count"):
        assert BY_ID[name].verdict == "misprint", name


def test_later_papers_are_counted_apart_and_name_their_source():
    """None of them is the founding paper's, and each source is in the bibliography."""
    sources = (BOOK / "references.bib").read_text("utf8")
    assert not any(claim.source or claim.read for claim in CLAIMS)
    for claim in LATER_CLAIMS:
        assert f"{{{claim.source}," in sources, claim.id
        assert claim.verdict != "confirmed" or claim.simulated, claim.id
    assert {"conditional", "confirmed"} <= {claim.verdict for claim in LATER_CLAIMS}


def test_agreement_means_what_it_means_in_the_other_tests():
    assert comparison.FALSE_ALARM == chance.FALSE_ALARM
    assert STANDARD_ERRORS == chance.STANDARD_ERRORS
