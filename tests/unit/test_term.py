"""A term on paper: each session fills its time, and uses only what there is and has been taught."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import ROOT, notebooks

TEACHING = ROOT / "book/teaching"
PLANS = {
    "twelve": ("sessions", "sessions-later", "sessions-models", "sessions-last"),
    "six": ("sessions-six",),
}
SESSION = re.compile(r"^## Session (\d+): .*$", re.MULTILINE)
SLOT = re.compile(r"^\| (\d+)–(\d+) \|", re.MULTILINE)
PARTS = ("Question", "Chapters", "Show", "Derive", "Ask", "Where they go wrong", "Do")
PARTS += ("If time runs out",)
FIRST_PAPER = 4
DOC, EXERCISE = re.compile(r"\{doc\}`(?:[^`]*<)?([^`>]+)>?`"), re.compile(r"\{ref\}`(ex-[\w-]+)`")
REFERENCE = re.compile(r"\{(?:prf:ref|numref|ref)\}`(?:[^`<]*<)?([\w-]+)>?`")
SHOWN = re.compile(r"^\| (\d+)–(\d+) \| (.*\*Show\*.*)$", re.MULTILINE)
READINGS = re.compile(
    r"^\| .*: set \| read \| it says \|\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE
)
COUNTED = {8: "eight", 9: "nine", 10: "ten", 11: "eleven"}
LABELLED = re.compile(r"\(([\w-]+)\)=|:label: ([\w-]+)|\"name\": \"([\w-]+)\"")


def text_of(page: str) -> str:
    """The source of a page of the teacher's guide."""
    return (TEACHING / f"{page}.md").read_text("utf8")


def sessions(pages: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Number and text of the sessions of a plan, in their order."""
    for page in pages:
        pieces = SESSION.split(text_of(page))
        yield from zip(map(int, pieces[1::2]), pieces[2::2], strict=True)


def part(session: str, name: str) -> str:
    """What stands under one of the bold words, up to the next."""
    found = re.search(rf"\*\*{name}\.\*\*(.*?)(?=^\*\*[A-Z][\w ]+\.\*\*|\Z)", session, re.M | re.S)
    return found[1] if found else ""


def minutes(text: str, start: int, end: int) -> list[str]:
    """What is wrong with the slots of a table, which must fill the time without a gap."""
    slots = [(int(a), int(b)) for a, b in SLOT.findall(text)]
    if not slots:
        return ["no table of minutes"]
    ends = [start, *(b for _, b in slots)], [*(a for a, _ in slots), end]
    return [f"{a} is followed by {b}" for a, b in zip(*ends, strict=True) if a != b] + [
        f"{a}–{b} is no time" for a, b in slots if a >= b
    ]


def chapters_of(session: str) -> set[str]:
    """The chapters that a session names among its own, to be read before or at home."""
    return {Path(name).name for name in DOC.findall(part(session, "Chapters"))}


@pytest.fixture(scope="module")
def homes() -> dict[str, str]:
    """From the label of each exercise to its chapter."""
    label = re.compile(r"\{exercise\}[^\"]*\\n\",\n *\":label: ([\w-]+)")
    return {name: path.stem for path in notebooks() for name in label.findall(path.read_text())}


@pytest.mark.parametrize(("plan", "many"), [("twelve", 12), ("six", 6)])
def test_a_plan_has_all_its_sessions(plan: str, many: int) -> None:
    numbers = [number for number, _ in sessions(PLANS[plan])]
    assert numbers == list(range(1, many + 1))


@pytest.mark.parametrize("plan", PLANS)
def test_a_session_has_all_its_parts_and_fills_ninety_minutes(plan: str) -> None:
    for number, text in sessions(PLANS[plan]):
        assert minutes(text, 0, 90) == [], number
        for name in PARTS:
            assert part(text, name).strip(), (number, name)
        assert "*Remedy:*" in part(text, "Where they go wrong"), number
        assert ": set | read | it says |" in text, number


@pytest.mark.parametrize("plan", PLANS)
def test_a_paper_with_three_questions_is_read(plan: str) -> None:
    for number, text in sessions(PLANS[plan]):
        if number >= FIRST_PAPER or plan == "six":
            paper = part(text, "Read")
            assert "{cite" in paper, number
            assert len(re.findall(r"^\d\. .*\*.+\*$", paper, re.MULTILINE)) == 3, number
            assert "What we read" in paper, number


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_is_asked_for_that_was_not_taught(plan: str, homes: dict[str, str]) -> None:
    taught: set[str] = set()
    for number, text in sessions(PLANS[plan]):
        taught |= chapters_of(text)
        assert chapters_of(text), number
        for name in EXERCISE.findall(text):
            assert homes[name] in taught, (number, name)


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_shown_at_the_board_was_homework(plan: str) -> None:
    """And is of the medium kind, where it has marks."""
    titles = "\n".join(path.read_text("utf8") for path in notebooks())
    given: list[str] = []
    boards = 0
    for number, text in sessions(PLANS[plan]):
        for name in re.findall(r"\{ref\}`(ex-[\w-]+)` at the board", text):
            assert name in given, (number, name)
            [level] = re.findall(rf"– (\w+)\\n\",\n *\":label: {name}\\n", titles)
            assert plan == "six" or level == "medium", (number, name)
            boards += 1
        given = EXERCISE.findall(part(text, "Do").partition("at home")[2])
    assert plan == "six" or f"five minutes in {COUNTED[boards]} of the sessions" in text_of("guide")


@pytest.mark.parametrize("plan", PLANS)
def test_a_reading_has_a_minute(plan: str) -> None:
    for number, text in sessions(PLANS[plan]):
        shown = [(int(b) - int(a), what) for a, b, what in SHOWN.findall(text)]
        readings = sum(len(lines.splitlines()) for lines in READINGS.findall(text))
        assert readings <= sum(time for time, _ in shown), (number, readings, shown)


PAGES = [*sorted(TEACHING.glob("*.md")), TEACHING / "activity.ipynb"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_what_is_referred_to_exists(page: Path) -> None:
    text = page.read_text("utf8")
    for name in DOC.findall(text):
        found = [(page.parent / f"{name}{end}").exists() for end in (".md", ".ipynb")]
        assert any(found), name
    everything = "\n".join(
        path.read_text("utf8") for path in [*notebooks(), *(ROOT / "book").rglob("*.md")]
    )
    known = {name for names in LABELLED.findall(everything) for name in names if name}
    assert set(REFERENCE.findall(text)) - known == set()


@pytest.mark.parametrize(("page", "end"), [("workshop.md", 180), ("activity.ipynb", 20)])
def test_other_plans_fill_their_time(page: str, end: int) -> None:
    text = (TEACHING / page).read_text("utf8").replace('"| ', "\n| ")
    assert minutes(text, 0, end) == []


@pytest.mark.parametrize(
    ("slots", "fault"),
    [
        ("| 0–10 | x |\n| 12–90 | y |", "10 is followed by 12"),
        ("| 0–10 | x |\n| 10–80 | y |", "80 is followed by 90"),
        ("| 5–90 | x |", "0 is followed by 5"),
        ("| 0–95 | x |\n| 95–90 | y |", "95–90 is no time"),
        ("", "no table of minutes"),
    ],
)
def test_a_planted_fault_is_found(slots: str, fault: str) -> None:
    assert fault in minutes(slots, 0, 90)


def sums(section: str, column: int) -> int:
    """The sum of the whole numbers that begin a column of the first table of a section."""
    [table, *_] = re.findall(r"^\|.*\n\|[-|]+\|\n((?:\|.*\|\n)+)", section, re.MULTILINE)
    cells = [line.strip("|").split("|")[column] for line in table.splitlines()]
    return sum(int(cell.split()[0]) for cell in cells)


def test_marks_add_up() -> None:
    guide = text_of("guide")
    grade, project = guide.split("(guide-project)=\n")
    assert sums(grade[grade.index("## How to grade") :], 1) == 100
    assert sums(project, 2) == 40
    assert "| the project | 40 % |" in grade
    assert sums("| x | y |\n|---|---|\n| a | 60 % |\n| b | 30 |\n", 1) == 90


@pytest.mark.parametrize("plan", PLANS)
def test_questions_of_other_sessions_exist(plan: str) -> None:
    """As in: of {ref}`session-4` numbers 1, 3 and 4."""
    asked = {
        number: len(re.findall(r"^\d\. ", part(text, "Ask"), re.MULTILINE))
        for number, text in sessions(PLANS["twelve"])
    }
    pointed = re.compile(r"\{ref\}`session-(\d+)` numbers? ([\d, andto]*\d)")
    back = re.compile(r"number (\d) of \{ref\}`session-(\d+)`")
    for _, text in sessions(PLANS[plan]):
        wanted = [(int(one), which) for one, which in pointed.findall(text)]
        wanted += [(int(one), which) for which, one in back.findall(text)]
        for session, which in wanted:
            assert max(map(int, re.findall(r"\d", which))) <= asked[session], (session, which)
    assert plan == "twelve" or pointed.search(text_of("sessions-six"))
