"""A term on paper: when each problem set goes out and comes in, as the plans and their sets say."""

import re
from pathlib import Path

import pytest

from tests.unit.test_term import DOC, PLANS, chapters_of, sessions, text_of

MOVE = re.compile(r"[Ss]et (\d)\)? (goes out|comes in)")


def problem_sets() -> dict[int, str]:
    """What the page of the sets says of each."""
    pieces = re.split(r"^### (\d)\. ", text_of("problem-sets"), flags=re.MULTILINE)
    return {
        int(number): text
        for number, text in zip(pieces[1::2], pieces[2::2], strict=True)
        if "- Before it:" in text
    }


def moves(text: str) -> list[tuple[int, str]]:
    """The sets that go out or come in, by their numbers."""
    return [(int(number), way) for number, way in MOVE.findall(text)]


@pytest.mark.parametrize(("plan", "sets"), [("twelve", [1, 2, 3, 4, 5, 6]), ("six", [5, 6])])
def test_a_set_goes_out_when_its_chapters_were_taught(plan: str, sets: list[int]) -> None:
    told = {number: text.split("- Before it:")[1] for number, text in problem_sets().items()}
    needed = {
        number: {Path(name).name for name in DOC.findall(text)} for number, text in told.items()
    }
    taught: set[str] = set()
    out: list[int] = []
    for _, text in sessions(PLANS[plan]):
        taught |= chapters_of(text)
        for found in [number for number, way in moves(text) if way == "goes out"]:
            assert needed[found] - taught <= {"problem-sets", "explorer-lab"}, found
            out.append(found)
    assert out == sets


@pytest.mark.parametrize(("plan", "last"), [("twelve", "project day"), ("six", "talks")])
def test_the_table_of_a_plan_says_what_its_sessions_do_with_sets(plan: str, last: str) -> None:
    """And each set has two weeks; the page of the sets says the same."""
    first = text_of(PLANS[plan][0])
    when: dict[tuple[int, str], str] = {}
    for session, line in re.findall(r"^\| (\d+|project day|talks) \|(.*)$", first, re.MULTILINE):
        when |= dict.fromkeys(moves(line), session)
    found = {move: str(number) for number, text in sessions(PLANS[plan]) for move in moves(text)}
    assert {move: place for move, place in when.items() if place != last} == found
    end = str(len(list(sessions(PLANS[plan]))) + 1)
    for number in {number for number, _ in when}:
        out, back = when[number, "goes out"], when[number, "comes in"]
        assert int(back.replace(last, end)) - int(out) == 2, number
        said = f"session {out} to the {back}" if back == last else f"sessions {out} to {back}"
        assert said in problem_sets()[number], number
