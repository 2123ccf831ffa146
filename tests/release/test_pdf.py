"""The PDF of the book: what it shows, and where its links lead."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Error
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.release.site_text import article, plain, squeezed, title
from tools import ROOT, SITE, documents, pdf

UNPRINTED = {"hide-input", "remove-input", "remove-cell"}
CAPTION = re.compile(r'class="caption-number">(Fig\. [\d.]+\d)')
SOLUTION = re.compile(r'<div class="solution[^>]*>\s*<p class="admonition-title">(.*?)</p>', re.S)


@pytest.fixture(scope="module")
def book() -> PdfReader:
    """The PDF of the site that is there; without a browser to print it the tests are skipped."""
    if pdf.make():
        message = "the PDF could not be made: `python -m tools.pdf` says why"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return PdfReader(pdf.BOOK)


@pytest.fixture(scope="module")
def sheets(book: PdfReader) -> list[str]:
    """The letters of each sheet, without white space."""
    return [squeezed(page.extract_text()) for page in book.pages]


@pytest.fixture(scope="module")
def starts(book: PdfReader) -> dict[str, int]:
    """The sheet, counted from 0, on which each page of the site begins."""
    places = book.named_destinations
    numbers = {name: book.get_destination_page_number(places[f"/{name}/"]) for name in documents()}
    return {name: number for name, number in numbers.items() if number is not None}


def entries(items: list, depth: int = 1) -> list[tuple[int, Destination]]:
    """Each entry of an outline with its depth, in their order."""
    found = []
    for item in items:
        found += entries(item, depth + 1) if isinstance(item, list) else [(depth, item)]
    return found


def of_page(name: str, sheets: list[str], starts: dict[str, int]) -> str:
    """The letters of a page of the site in the book, without those of the footers."""
    first = starts[name]
    end = min((start for start in starts.values() if start > first), default=len(sheets))
    front = min(starts.values())
    return "".join(
        sheets[number].removeprefix(f"{number - front + 1}{title(name)}")
        for number in range(first, end)
    )


def test_pages_stand_in_their_order(sheets: list[str], starts: dict[str, int]) -> None:
    assert list(starts) == documents()
    assert list(starts.values()) == sorted(set(starts.values()))
    for name, start in starts.items():
        assert title(name) in sheets[start].replace(title(name), "", 1), "the foot has it as well"


def test_outline_leads_to_pages_and_sections(book: PdfReader, starts: dict[str, int]) -> None:
    outline = entries(book.outline)
    assert max(depth for depth, _ in outline) == 4  # parts, chapters, sections, sections of these
    goals = {squeezed(item.title): book.get_destination_page_number(item) for _, item in outline}
    for name, start in starts.items():
        assert goals[title(name)] == start
    numbers = [book.get_destination_page_number(item) for _, item in outline]
    assert numbers == sorted(numbers)
    sections = sum(len(re.findall(r"<h[123]>", article(name))) for name in documents())
    parts = sum(depth == 1 for depth, _ in outline) - 1  # the front page is an entry of its own
    assert len(outline) == sections + parts


def test_sheets_are_numbered(book: PdfReader, sheets: list[str], starts: dict[str, int]) -> None:
    front = min(starts.values())
    assert sheets[0].startswith("ModelCollapse")
    for number, letters in enumerate(sheets[1:front], 1):
        assert letters.startswith(squeezed(f"{book.page_labels[number]}Contents"))
    names = sorted(starts, key=starts.__getitem__)
    for number, letters in enumerate(sheets[front:], front):
        passed = [name for name in names if starts[name] <= number]
        assert book.page_labels[number] == str(number - front + 1)
        assert letters.startswith(f"{number - front + 1}{title(passed[-1])}")


def test_contents_say_the_numbers(sheets: list[str], starts: dict[str, int]) -> None:
    front = min(starts.values())
    contents = "".join(sheets[1:front])
    for name, start in starts.items():
        assert f"{title(name)}{start - front + 1}" in contents


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
    own = {sheet.indirect_reference.idnum for sheet in book.pages if sheet.indirect_reference}
    places, inside, across = book.named_destinations, 0, 0
    for number, sheet in enumerate(book.pages):
        for reference in sheet.get("/Annots", ()):
            link = reference.get_object()
            if "/Dest" in link:
                goal = places[str(link["/Dest"])]
                assert goal.raw_get("/Page").idnum in own
                inside += 1
                across += abs(book.get_destination_page_number(goal) - number) > 50
            else:
                assert re.match(r"(https?://(?!127\.|localhost)|mailto:)", link["/A"]["/URI"])
    assert inside > 1000
    assert across > 100


def test_reference_leads_to_its_place(book: PdfReader, starts: dict[str, int]) -> None:
    """The first chapter cites the paper: the link leads to the sheet with its entry."""
    first = starts["book/phenomenon/what-is-model-collapse"]
    goals = [
        str(link.get_object().get("/Dest", ""))
        for sheet in book.pages[first : starts["book/phenomenon/generational-data"]]
        for link in sheet.get("/Annots", ())
    ]
    cited = [goal for goal in goals if goal.startswith("/book/reference/bibliography/")]
    assert cited
    numbers = {book.get_destination_page_number(book.named_destinations[goal]) for goal in cited}
    bibliography = starts["book/reference/bibliography"], starts["book/reference/cite"]
    assert all(bibliography[0] <= number < bibliography[1] for number in numbers)


def test_book_says_what_it_is(book: PdfReader) -> None:
    about = pdf.title_page()
    assert book.metadata.title == f"{about['title']}: {about['subtitle']}"
    assert book.metadata.author == about["author"]
    assert book.trailer["/Root"]["/Lang"] == "en-GB"


def test_without_a_site_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "SITE", tmp_path)
    assert pdf.make() == 1
    assert "run `make book` first" in capsys.readouterr().err


@pytest.mark.skipif(not (SITE / "index.html").exists(), reason="there is no built site")
def test_without_a_browser_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_playwright: object) -> None:
        raise Error("no such file")

    monkeypatch.setattr(pdf, "launch", fails)
    assert pdf.make() == 1
    assert "apt-get install chromium-headless-shell" in capsys.readouterr().err
