"""A PDF of the whole book: the pages of the site printed, and joined behind a title page."""

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from jinja2 import Environment
from playwright.sync_api import Error, sync_playwright
from pypdf import PdfReader

from tools import BUILD, ROOT, SITE, contents
from tools.address import published
from tools.browser import INSTALL, launch, serving
from tools.citation import CITATION, citation
from tools.pdf_book import Book, Heading, Printed
from tools.pdf_pages import install_fonts, print_pages, sums, write_pdf

BOOK = SITE / "model-collapse.pdf"
PRINTED = BUILD / "pdf"  # pages by the hash of what they show: an edited one alone is printed again
MARK = PRINTED / "made"
TOOLS = ROOT / "tools"


def make() -> None:
    """Write the PDF into the site, unless nothing that it shows has changed."""
    start, wanted = time.perf_counter(), sums()
    state = fingerprint(wanted)
    if BOOK.exists() and MARK.exists() and MARK.read_text() == state:
        return
    PRINTED.mkdir(exist_ok=True)
    files = {name: PRINTED / f"{digest}.pdf" for name, digest in wanted.items()}
    install_fonts()
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except Error:
        print(f"No PDF: no Chromium or Chrome could be started; install one: {INSTALL}")
        return
    with serving(SITE) as address:
        print_pages(files, address)
        join(files, address)
    for file in PRINTED.iterdir():
        if file.with_suffix(".pdf") not in files.values():
            file.unlink()
    MARK.write_text(state)
    size, seconds = BOOK.stat().st_size / 1e6, time.perf_counter() - start
    print(f"The PDF of the book is {BOOK} ({size:.1f} MB), made in {seconds:.1f} s.", flush=True)


def fingerprint(wanted: dict[str, str]) -> str:
    """A hash of everything that the PDF depends on."""
    files = [ROOT / "_toc.yml", ROOT / "pyproject.toml", CITATION]
    files += [*sorted(TOOLS.glob("print/*")), *sorted(TOOLS.glob("pdf*.py"))]
    digest = hashlib.sha256("".join(wanted.values()).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def listed() -> list[tuple[str, str]]:
    """The names of the pages, each with the caption of its part."""
    toc = contents()
    pages = [(page["file"], part["caption"]) for part in toc["parts"] for page in part["chapters"]]
    return [(toc["root"], ""), *pages]


def title_page() -> dict[str, Any]:
    """What the title page says of the book, and where it is published."""
    book = citation()
    title, _, subtitle = book["title"].partition(": ")
    author, released = ", ".join(book["names"]), book["date-released"]
    known = {"title": title, "subtitle": subtitle, "author": author, "released": released}
    return {**book, **known, "site": published().site}


def join(files: dict[str, Path], address: str) -> None:
    """Join the printed pages, and write the book."""
    about, printed = title_page(), []
    book = Book(about["site"])
    for name, part in listed():
        headings = json.loads(files[name].with_suffix(".json").read_text("utf8"))
        printed.append(Printed(name, part, [Heading(*each) for each in headings]))
        book.add(name, headings[0][1], PdfReader(files[name]))
    book.add("front", "Contents", front(book, printed, address, about), first=0)
    book.outline(printed)
    unfinished = PRINTED / "book.pdf"
    book.write(about, unfinished)
    unfinished.replace(BOOK)


def front(book: Book, printed: list[Printed], address: str, about: dict[str, Any]) -> PdfReader:
    """Print the title page and the contents. How many sheets these take moves all numbers."""
    text = (TOOLS / "print/front.html").read_text("utf8")
    template = Environment(autoescape=True).from_string(text)
    file, sheets, own = PRINTED / "front.pdf", 0, None
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        while own is None or len(own.pages) != sheets:
            sheets = len(own.pages) if own else 0
            page.set_content(
                template.render(
                    about, pages=printed, address=address, before=sheets + 1, number=book.number
                )
            )
            write_pdf(page, file)
            own = PdfReader(file)
    return own


if __name__ == "__main__":
    sys.exit(make())
