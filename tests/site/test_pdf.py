"""The PDF of the book: what it shows, and where its links lead."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from pdf_text import article, of_page, plain, squeezed, text, title
from playwright.sync_api import Browser
from pypdf import PdfReader

from tools import ROOT, documents, pdf

UNPRINTED = {"hide-input", "remove-input", "remove-cell"}
CAPTION = re.compile(r'class="caption-number">(Fig\. [\d.]+\d)')
SOLUTION = re.compile(r'<div class="solution[^>]*>\s*<p class="admonition-title">(.*?)</p>', re.S)


@pytest.fixture(scope="module")
def book(site: Path, browser: Browser) -> PdfReader:
    """The PDF; where no browser could print it, the tests are skipped."""
    return PdfReader(site / "model-collapse.pdf")


@pytest.fixture(scope="module")
def sheets(book: PdfReader) -> list[str]:
    """The letters of each sheet."""
    return [text(page) for page in book.pages]


@pytest.fixture(scope="module")
def starts(book: PdfReader) -> dict[str, int]:
    """The sheet, counted from 0, on which each page of the site begins, by its title."""

    def entries(items: list) -> Iterator:
        for item in items:
            if isinstance(item, list):
                yield from entries(item)
            else:
                yield item

    titles = {squeezed(title(name)): name for name in documents()}
    found = {}
    for entry in entries(book.outline):
        name = titles.get(squeezed(entry.title))
        if name is not None:
            found.setdefault(name, book.get_destination_page_number(entry))
    return found


def test_outline_leads_to_each_page(sheets: list[str], starts: dict[str, int]) -> None:
    assert list(starts) == documents()
    assert list(starts.values()) == sorted(starts.values())
    for name, start in starts.items():
        assert sheets[start].startswith(squeezed(title(name)))


def test_sections_follow_in_the_outline(book: PdfReader) -> None:
    def depth(items: list) -> int:
        return 1 + max((depth(item) for item in items if isinstance(item, list)), default=0)

    assert depth(book.outline) == 4  # parts, chapters, sections, and sections of these


def test_sheets_are_numbered(sheets: list[str], starts: dict[str, int]) -> None:
    names = sorted(starts, key=starts.get)
    for number, letters in enumerate(sheets[1:], 2):
        passed = [name for name in names if starts[name] < number]
        foot = squeezed(title(passed[-1])) if passed else "Contents"
        assert letters.endswith(f"{foot}{number}")


def test_contents_say_the_numbers(sheets: list[str], starts: dict[str, int]) -> None:
    contents = "".join(sheets[1 : min(starts.values())])
    for name, start in starts.items():
        assert squeezed(title(name)) + str(start + 1) in contents


def test_figures_and_solutions_are_there(sheets: list[str], starts: dict[str, int]) -> None:
    figures = solutions = 0
    for name in documents():
        letters = of_page(name, sheets, starts)
        for caption in CAPTION.findall(article(name)):
            assert squeezed(caption) in letters
            figures += 1
        for heading in SOLUTION.findall(article(name)):
            assert squeezed(plain(heading)) in letters
            solutions += 1
    assert figures > 50
    assert solutions > 50


@pytest.mark.parametrize("name", [n for n in documents() if (ROOT / f"{n}.ipynb").exists()])
def test_no_line_of_code_is_cut(name: str, sheets: list[str], starts: dict[str, int]) -> None:
    letters = of_page(name, sheets, starts)
    for cell in nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and not UNPRINTED & set(cell.metadata.get("tags", ())):
            for line in cell.source.splitlines():
                assert squeezed(line) in letters


def test_links_stay_in_the_book_or_lead_to_the_web(book: PdfReader) -> None:
    own = {sheet.indirect_reference.idnum for sheet in book.pages}
    inside = 0
    for sheet in book.pages:
        for reference in sheet.get("/Annots", ()):
            link = reference.get_object()
            if "/Dest" in link:
                assert link["/Dest"][0].get_object().indirect_reference.idnum in own
                inside += 1
            else:
                assert re.match(r"(https?://(?!127\.|localhost)|mailto:)", link["/A"]["/URI"])
    assert inside > 1000


def test_reference_leads_to_its_place(book: PdfReader, sheets: list[str], starts: dict) -> None:
    """The first chapter cites the paper: the link leads to the sheet with its entry."""
    name = "book/phenomenon/what-is-model-collapse"
    sheet = book.pages[starts[name]]
    goals = [link.get_object()["/Dest"].get_object() for link in sheet["/Annots"]]
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(book.pages)}
    reached = {numbers[goal[0].get_object().indirect_reference.idnum] for goal in goals}
    assert reached - {starts[name]}, "no link of the first page leads anywhere else"


def test_book_says_what_it_is(book: PdfReader) -> None:
    about = pdf.title_page()
    assert book.metadata.title == f"{about['title']}: {about['subtitle']}"
    assert book.metadata.author == about["author"]
    assert book.trailer["/Root"]["/Lang"] == "en-GB"
