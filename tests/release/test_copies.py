"""The copies of the book: Markdown of each page, listed, and the archive, opened from the disk."""

import re
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser

from copies.archive import ARCHIVE, FOLDER
from copies.markdown import ENDING
from tests.conftest import FROM_DISK
from tests.site.seen import visit
from tests.site.test_markdown import FENCED, RAW
from tools import SITE, documents
from tools.address import published

LINK = re.compile(r'(?:href|src|data-state)="(?!https?:|mailto:|data:|#)([^"#?]+)')


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's folder."""
    place = tmp_path_factory.mktemp("archive")
    with ZipFile(ARCHIVE) as archive:
        archive.extractall(place)
    return place / FOLDER


@pytest.mark.parametrize("name", documents())
def test_page_has_its_markdown(name: str) -> None:
    text = (SITE / f"{name}{ENDING}").read_text("utf8")
    assert text.startswith("# ")
    assert RAW.search(FENCED.sub("", text)) is None


def test_list_names_every_page_once() -> None:
    text = (SITE / "llms.txt").read_text("utf8")
    assert re.match(r"# .+\n\n> .+\n\n## ", text)
    links = re.findall(r"^- \[[^]]+\]\((\S+)\): \S", text, re.MULTILINE)
    assert links == [f"{published().site}{name}{ENDING}" for name in documents()]


def test_no_link_in_the_archive_leads_nowhere(unpacked: Path) -> None:
    for page in [unpacked / "index.html", *unpacked.glob("book/**/*.html")]:
        for link in LINK.findall(page.read_text("utf8")):
            assert (page.parent / unquote(link)).exists(), (page, link)


@pytest.mark.parametrize("name", FROM_DISK)
def test_page_of_the_archive_works_from_the_disk(
    browser: Browser, unpacked: Path, name: str
) -> None:
    faults, _ = visit(browser, unpacked.as_uri() + "/", name, unpacked)
    assert faults == {topic: [] for topic in faults}
