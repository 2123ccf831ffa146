"""Every page keeps to itself, fits a phone, has words for its pictures, and its explorers move.

A page is visited once with a server and once without scripts, and a page of each kind also from the
disk; what each visit finds is asked for by topic.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.measure import compressed
from tests.site.seen import TOPICS, Faults, in_site, visit, without_scripts

FIRST_VISIT, FURTHER_PAGE = 350_000, 250_000  # bytes, compressed
FRONT = "book/index.html"


@pytest.fixture(scope="module")
def seen(browser: Browser, served: str, site: Path) -> Callable[[str], tuple[Faults, set[str]]]:
    """What is wrong with a page, and the files that it asks for; each page is visited once."""
    known: dict[str, tuple[Faults, set[str]]] = {}

    def look(name: str) -> tuple[Faults, set[str]]:
        if name not in known:
            faults, asked = visit(browser, served, name, site)
            for topic, found in without_scripts(browser, served + name).items():
                faults[topic] += found
            files = {in_site(address, served) for address in asked if address.startswith(served)}
            known[name] = faults, files
        return known[name]

    return look


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_wrong(
    seen: Callable[[str], tuple[Faults, set[str]]], page_name: str, topic: str
) -> None:
    assert seen(page_name)[0][topic] == []


def test_weight(seen: Callable[[str], tuple[Faults, set[str]]], page_name: str, site: Path) -> None:
    files = seen(page_name)[1]
    assert compressed(site, files) < FIRST_VISIT
    assert compressed(site, files - seen(FRONT)[1]) < FURTHER_PAGE


def test_page_works_from_the_disk(browser: Browser, site: Path, disk_page: str) -> None:
    faults, _ = visit(browser, site.as_uri() + "/", disk_page, site, move=False)
    assert faults == {topic: [] for topic in faults}
