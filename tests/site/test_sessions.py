"""The teacher's plans say of every explorer what it says: each row of readings is read again."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.site.page_data import explorers
from tests.site.readings import holds, readings
from tools import ROOT

TEACHING = ROOT / "book/teaching"
HEAD = re.compile(r"\| (second of )?\{doc\}`\.\./([\w/-]+)`: set \| read \| it says \|")
TABLE = re.compile(rf"^{HEAD.pattern}\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE)
PAGES = sorted(path for path in TEACHING.glob("*.md") if HEAD.search(path.read_text("utf8")))


explorers_of = cache(explorers)  # each page is decoded once


def rows(text: str) -> list[tuple[str, int, str, str, str]]:
    """Page, place of the explorer on it, setting, name and value of every reading of a plan."""
    return [
        (f"book/{page}.html", int(bool(second)), *map(str.strip, line.strip("|").split("|")))
        for second, page, lines in TABLE.findall(text)
        for line in lines.splitlines()
    ]


@pytest.mark.parametrize("plan", PAGES, ids=lambda path: path.stem)
def test_every_reading_is_that_of_the_page(plan: Path, site: Path) -> None:
    text = plan.read_text("utf8")
    found = rows(text)
    assert len(TABLE.findall(text)) == len(HEAD.findall(text))
    wrong = []
    for page, place, words, name, said in found:
        numbers = readings(explorers_of(site, page)[place], words, name)
        if not holds(said, numbers):
            wrong.append((page, words, name, said, numbers))
    assert wrong == []


@pytest.fixture
def read(site: Path) -> Callable[[str, str], list[float]]:
    """A reading of the first explorer of the book."""
    [first, _] = explorers_of(site, "book/phenomenon/what-is-model-collapse.html")
    return lambda words, name: readings(first, words, name)


def test_a_wrong_reading_is_found(read: Callable[[str, str], list[float]]) -> None:
    eight = read("M = 20; n = 50; runs 1 to 8", "standard deviation")
    shown = [f"{x:.2f}" for x in eight]
    assert holds(shown[0], read("M = 20; n = 50", "σₙ"))
    assert not holds(shown[0], read("M = 20; n = 30", "σₙ"))
    assert not holds(shown[0], read("M = 20; n = 50; seed = 2", "σₙ"))
    low, high = f"{min(eight):.2f}", f"{max(eight):.2f}"
    assert holds(f"{low} to {high}", eight)
    assert not holds(f"{low} to {shown[0]}", eight)
    bound = sorted(eight)[5] + 1e-6
    assert holds(f"6 of 8 below {bound:.7f}", eight)
    assert not holds(f"7 of 8 below {bound:.7f}", eight)
    assert not holds(f"below {bound:.7f}", eight)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("M = 1001", "σₙ"),
        ("generation = 101", "σₙ"),
        ("points = 20", "σₙ"),
        ("M = 20", "variance"),
        ("M = 20", "mean, median"),
    ],
)
def test_what_the_page_has_not_cannot_be_read(
    words: str, name: str, read: Callable[[str, str], list[float]]
) -> None:
    with pytest.raises(ValueError, match=r"is never|no slider|no number|does not show"):
        read(words, name)


def test_a_value_of_no_form_is_refused() -> None:
    with pytest.raises(ValueError, match="a value must be"):
        holds("about 3", [3.0])
