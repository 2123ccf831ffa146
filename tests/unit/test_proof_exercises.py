"""The proof exercises: hints in steps, a solution or a checkpoint, and words for teachers.

Text only; `test_proof_statements.py` tries what they ask to be proved.
"""

import re
from typing import NamedTuple

import pytest

from tools import ROOT, chapters
from tools.marks import prose

FORM = re.compile(
    r"^:{5}\{exercise\} (?P<title>.*) – proof\n:label: (?P<label>\S+)\n\n(?P<body>.*?)^:{5}$"
    r"(?P<solution>\n\n:{5}\{solution\} (?P=label)\n:class: dropdown\n\n.+?^:{5}$)?",
    re.MULTILINE | re.DOTALL,
)
HINT = re.compile(r"^::::\{dropdown\} Hint (\d)\n(.+?)^::::$", re.MULTILINE | re.DOTALL)
NONE = "*No solution is published here. Teachers find in {ref}`their guide <guide-proofs>` what a"
CHECKPOINT = "\n**Checkpoint.** "
GUIDE = (ROOT / "book/teaching/guide.md").read_text("utf8").partition("(guide-proofs)=")[2]


class Proof(NamedTuple):
    """A proof exercise: what is asked, the numbers of its hints, and whether it is solved."""

    chapter: str
    text: str
    hints: list[int]
    solved: bool


def read(chapter: str, text: str) -> dict[str, Proof]:
    """The proof exercises of a chapter's text, by their labels."""
    return {
        one["label"]: Proof(
            chapter,
            HINT.sub("", one["body"]),
            [int(number) for number, _ in HINT.findall(one["body"])],
            one["solution"] is not None,
        )
        for one in FORM.finditer(text)
    }


def faults(label: str, proof: Proof, guide: str) -> list[str]:
    """What is wrong with one of them."""
    found = []
    if proof.hints != list(range(1, len(proof.hints) + 1)) or not 2 <= len(proof.hints) <= 4:
        found.append(f"hints {proof.hints}, two to four are wanted")
    if "rove" not in proof.text:
        found.append("nothing is to be proved")
    unsolved = (NONE in proof.text, CHECKPOINT in proof.text, f"`{label}`" in guide)
    if unsolved != (not proof.solved,) * 3:
        found.append(f"no solution is said, checkpoint, guide: {unsolved}")
    return found


PROOFS: dict[str, Proof] = {}
for name in chapters():
    PROOFS |= read(name, prose(ROOT / f"{name}.ipynb"))


def test_every_chapter_has_one_and_a_quarter_or_more_are_unsolved() -> None:
    assert {proof.chapter for proof in PROOFS.values()} == set(chapters())
    assert 1 / 4 <= sum(not proof.solved for proof in PROOFS.values()) / len(PROOFS) <= 2 / 5


@pytest.mark.parametrize("chapter", chapters())
def test_each_is_of_the_form_that_is_read(chapter: str) -> None:
    text = prose(ROOT / f"{chapter}.ipynb")
    assert len(read(chapter, text)) == len(re.findall(r"\{exercise\} .* – proof\n", text)) <= 1


@pytest.mark.parametrize("label", PROOFS)
def test_it_has_hints_and_a_solution_or_a_checkpoint(label: str) -> None:
    assert faults(label, PROOFS[label], GUIDE) == []


GOOD = """:::::{exercise} It – proof
:label: ex-it

Prove it.

::::{dropdown} Hint 1
Begin.
::::

::::{dropdown} Hint 2
Go on.
::::
:::::

:::::{solution} ex-it
:class: dropdown

So.
:::::"""


def test_a_good_one_has_no_fault() -> None:
    assert faults("ex-it", read("x", GOOD)["ex-it"], "") == []


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        (GOOD.replace("Prove", "See"), ""),
        (GOOD.replace("Hint 2", "Hint 3"), ""),
        (GOOD.replace("Hint 2", "Help"), ""),
        (GOOD.partition("\n\n:::::{solution}")[0], ""),
        (GOOD.replace("Prove it.", f"Prove it.\n\n{NONE} full proof must contain.*"), ""),
        (GOOD, "`ex-it`"),
    ],
)
def test_a_planted_fault_is_found(text: str, guide: str) -> None:
    assert faults("ex-it", read("x", text)["ex-it"], guide)
