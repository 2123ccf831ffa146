"""Each chapter has its reader predict before it shows: a question, answers, and words on each.

Text only. CONTRIBUTING.md shows the form, which needs no script: answers are MyST's dropdowns.
"""

import re
from collections.abc import Iterator

import nbformat
import pytest

from tools import ROOT, chapters

TITLE = "Predict before you look"
MOST_WORDS = 140  # of one check, its title and its answers included; a formula is one word
FORM = re.compile(
    rf":::::\{{admonition\}} {TITLE}\n:class: predict\n\n"
    r"(?P<question>.+?)\n\n(?P<answers>::::\{dropdown\} .+\n::::)\n:::::",
    re.DOTALL,
)
ANSWER = re.compile(r"::::\{dropdown\} (.+)\n((?:(?!:::).+\n)+)::::")
FORMULA, ROLE = re.compile(r"\$[^$]+\$"), re.compile(r"\{[\w:]+\}`[^`]*`")


def length(text: str) -> int:
    """Number of words; a formula is one, and so is a glued number."""
    return len(ROLE.sub("x", FORMULA.sub("x", text)).split())


def faults_of(question: str, answers: str) -> Iterator[str]:
    """What is wrong with one check."""
    found = ANSWER.findall(answers)
    if not 2 <= len(found) <= 4 or ANSWER.sub("", answers).strip():
        yield f"{len(found)} answers, and {len(ANSWER.sub('', answers).strip())} other letters"
    yes = [said.startswith("Yes. ") for _, said in found]
    if sum(yes) != 1:
        yield f"{sum(yes)} right answers"
    if any(not said.startswith(("Yes. ", "No. ")) for _, said in found):
        yield "an answer that is not told yes or no"
    if not all(re.search(r"\w", FORMULA.sub("", name)) for name, _ in found):
        yield "an answer without a word, which has no name for a screen reader"
    words = length(f"{TITLE} {question} {' '.join(' '.join(each) for each in found)}")
    if words > MOST_WORDS:
        yield f"{words} words"


def faults(cells: list[str]) -> list[str]:
    """What is wrong with the checks among a chapter's cells of text, with the question."""
    texts = [text for text in cells if TITLE in text or "\n:class: predict" in text]
    checks = [FORM.fullmatch(text) for text in texts]
    found = [f"not of the form: {t[:200]}" for t, c in zip(texts, checks, strict=True) if not c]
    places = []
    for check in filter(None, checks):
        found += [f"{fault}: {check['question']}" for fault in faults_of(**check.groupdict())]
        right = [said.startswith("Yes. ") for _, said in ANSWER.findall(check["answers"])]
        places += [right.index(True)] if True in right else []
    if not 3 <= len(texts) <= 5:
        found.append(f"{len(texts)} checks, three to five are wanted")
    if len(places) > 1 and len(set(places)) == 1:
        found.append("the right answer stands always at the same place")
    return found


@pytest.mark.parametrize("chapter", chapters())
def test_a_chapter_has_its_reader_predict(chapter: str) -> None:
    cells = nbformat.read(ROOT / f"{chapter}.ipynb", as_version=4).cells
    assert faults([cell.source for cell in cells if cell.cell_type == "markdown"]) == []


def check(*said: str, question: str = "What now?") -> str:
    """A check with these things to say of its answers."""
    answers = "\n".join(f"::::{{dropdown}} Some $x + y$\n{each}\n::::" for each in said)
    return f":::::{{admonition}} {TITLE}\n:class: predict\n\n{question}\n\n{answers}\n:::::"


GOOD = [check("No. As.", "Yes. So."), check("Yes. So.", "No. As."), check("No. As.", "Yes. So.")]


def test_good_ones_have_no_fault() -> None:
    assert faults([*GOOD, "Other text."]) == []
    assert length("Is $a + b$ here {glue:text}`x-y:.2f` %?") == 5


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (GOOD[:2], "2 checks, three to five are wanted"),
        (2 * GOOD, "6 checks, three to five are wanted"),
        ([GOOD[0]] * 3, "the right answer stands always at the same place"),
        ([*GOOD, check("No. As.", "No. So.")], "0 right answers: What now?"),
        ([*GOOD, check("Yes. As.", "Yes. So.")], "2 right answers: What now?"),
        ([*GOOD, check("Yes. As.", "Nearly.")], "an answer that is not told yes or no: What now?"),
        ([*GOOD, check("Yes. As.")], "1 answers, and 0 other letters: What now?"),
        ([*GOOD, check("Yes. As.\n\nMore.", "No. So.")], "1 answers, and "),
        ([*GOOD, check("Yes.", "No. As.", question="How? " * 140)], " words: How?"),
        ([*GOOD, GOOD[0].replace("Some ", "")], "an answer without a word"),
        ([*GOOD, GOOD[0][1:]], "not of the form: ::::{admonition}"),
        ([*GOOD, f"{GOOD[0]}\n\nThe next paragraph."], "not of the form: "),
    ],
)
def test_a_planted_fault_is_found(cells: list[str], fault: str) -> None:
    assert [each for each in faults(cells) if fault in each]
