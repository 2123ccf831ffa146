"""What circulates about model collapse: each claim has a short check, which what is quoted fails.

`test_claims.py` runs the checks and holds them against the book's values, at 2e-8 for each of at
most 12 points: a false alarm of 2.4e-7 for each claim.
"""

from dataclasses import replace
from inspect import getsource, unwrap
from pathlib import Path

import nbformat
import pytest

from verification import DISPUTED, page

BOOK = Path(__file__).parents[2] / "book"
LONGEST = 12  # lines of a check, without its decorator, its first line and its docstring
each = pytest.mark.parametrize("claim", DISPUTED, ids=lambda claim: claim.id)


def test_there_are_ten_with_words_on_what_was_read():
    sources = (BOOK / "references.bib").read_text("utf8")
    assert len(DISPUTED) >= 10
    assert len({claim.source for claim in DISPUTED}) == len(DISPUTED)
    for claim in DISPUTED:
        assert claim.read
        assert claim.source.startswith("https://") or f"{{{claim.source}," in sources, claim.id
        assert claim.verdict in ("corrected", "conditional"), claim.id


@each
def test_what_is_quoted_fails_the_check_that_what_is_true_passes(claim):
    check = page.simulated(claim.id)
    assert check.agrees()
    assert not check.agrees("papers")
    wrong = replace(check, line=replace(check.line, ours=check.line.papers))
    assert not wrong.agrees()


@each
def test_the_check_is_short_and_can_be_read(claim):
    lines = getsource(unwrap(claim.simulated)).splitlines()
    assert lines[0] == f'@simulated("{claim.id}")'
    assert len(lines) - 3 <= LONGEST


def test_a_card_has_both_numbers_and_the_code():
    claim = page.BY_ID["said-bias"]
    check, card = page.simulated(claim.id), page.cards([claim])
    assert f"as quoted 0, {abs(check.z(0)):,.1f} standard errors off" in card
    assert f"as derived −{-check.ours:.4g}, {abs(check.z(check.ours)):.1f} standard errors" in card
    assert "def narrower_without_bias(rng: Rng)" in card
    assert f"]({claim.source}); the statement itself was read." in card
    assert "{cite:t}`jangjoo2026lost`; only the abstract" in page.cards(
        [page.BY_ID["said-one-real-point"]]
    )


def test_the_page_has_a_card_for_each():
    cells = nbformat.read(BOOK / "remedies/disputed.ipynb", as_version=4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    shown = "\n".join(out.get("data", {}).get("text/markdown", "") for out in outputs)
    for claim in DISPUTED:
        assert shown.count(f"(claim-{claim.id})=\n") == 1, claim.id
