"""The book on paper: the pages of the built site as one document, printed by Chromium."""

import io
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment
from playwright.sync_api import Browser, Error, Page, PdfMargins, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import BooleanObject, Fit, IndirectObject, NameObject, TextStringObject

from tools import BUILD, ROOT, SITE, documents, parts
from tools.address import citation, published
from tools.browser import INSTALL, launch, serving

BOOK = SITE / "model-collapse.pdf"
PRINT = ROOT / "tools/print"
MARGINS: PdfMargins = {"top": "20mm", "bottom": "24mm", "left": "26mm", "right": "26mm"}
WIDTH = 597  # of the text, in CSS pixels: A4 without these margins
PATIENCE = 300_000  # milliseconds, for one step of the browser on a busy machine
# Chromium takes them for installed ones, so the book looks the same on every Linux.
FONTS = {
    "matplotlib": "mpl-data/fonts/ttf/STIXGeneral*.ttf",
    "sphinx_revealjs": "_static/revealjs/dist/theme/fonts/source-sans-pro/*.ttf",
}


def make() -> int:
    """Write the PDF into the site; return 0 if that was possible."""
    start = time.perf_counter()
    if not (SITE / "index.html").exists():
        print("No PDF: there is no site to print yet; run `make book` first.", file=sys.stderr)
        return 1
    install_fonts()
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error:
            message = f"No PDF: no Chromium or Chrome could be started; install one: {INSTALL}"
            print(message, file=sys.stderr)
            return 1
        with browser, serving(SITE) as address:
            print_book(browser, address)
    size, seconds = BOOK.stat().st_size / 1e6, time.perf_counter() - start
    print(f"The PDF of the book is {BOOK} ({size:.1f} MB), made in {seconds:.1f} s.", flush=True)
    return 0


def install_fonts() -> None:
    """Put the fonts where `launch` has Chromium look for its user's own."""
    folder = BUILD / "home/.local/share/fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for package, pattern in FONTS.items():
        spec = find_spec(package)
        for font in Path(spec.origin).parent.glob(pattern) if spec and spec.origin else ():
            (folder / font.name).unlink(missing_ok=True)
            (folder / font.name).symlink_to(font)


def title_page() -> dict[str, Any]:
    """What the title page says of the book, and where it is published."""
    book = citation()
    title, _, subtitle = book["title"].partition(": ")
    author, released = ", ".join(book["names"]), book["date-released"]
    known = {"title": title, "subtitle": subtitle, "author": author, "released": released}
    return {**book, **known, "site": published().site}


def print_book(browser: Browser, address: str) -> None:
    """Print the text, then the title page and the contents, which say the numbers of its sheets."""
    about = title_page()
    pages: list[dict[str, Any]] = [
        {"name": page["file"], "part": part["caption"]}
        for part in parts()
        for page in part["chapters"]
    ]
    names = documents()
    with browser.new_context(viewport={"width": WIDTH, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        sheet = context.new_page()
        sheet.emulate_media(media="print", color_scheme="light")
        gather, known = script("gather.js"), {"names": names, "address": address}
        for number, page in enumerate(pages, 1):
            sheet.goto(f"{address}{page['name']}.html")
            page |= sheet.evaluate(gather, {**known, "name": page["name"], "site": about["site"]})
            print(f"PDF [{number}/{len(pages)}] {page['name']}", flush=True)
        # each article is ready for paper; print.js would shrink its drawings a second time
        sheet.route("**/*.js*", lambda route: route.abort())
        sheet.goto(f"{address}{names[0]}.html")
        sheet.evaluate(script("join.js"), pages)
        book = PdfWriter()
        book.append(printed(sheet))
        add_outline(book, pages)
        template = Environment(autoescape=True).from_string(script("front.html"))
        places = book.named_destinations.items()
        found = {key[1:]: book.get_destination_page_number(place) for key, place in places}
        sheets = {key: number + 1 for key, number in found.items() if number is not None}
        sheet.goto("about:blank")
        sheet.set_content(template.render(about, pages=pages, sheets=sheets))
        front = PdfReader(printed(sheet)).pages
    for number, each in enumerate(front):
        book.insert_page(each, number)
    book.set_page_label(0, len(front) - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    book.set_page_label(len(front), len(book.pages) - 1, style=PageLabelStyle.DECIMAL)
    describe(book, about)
    unfinished = BOOK.with_suffix(".part")
    book.write(unfinished)
    unfinished.replace(BOOK)


def script(name: str) -> str:
    """The text of a file of tools/print/."""
    return (PRINT / name).read_text("utf8")


def printed(sheet: Page) -> io.BytesIO:
    """What the browser shows, on A4.

    Chromium's own outline needs tags; with them the book has four times the size, and headings
    come out twice.
    """
    sheet.add_style_tag(path=PRINT / "sheet.css")
    return io.BytesIO(sheet.pdf(format="A4", margin=MARGINS, print_background=True))


def add_outline(book: PdfWriter, pages: list[dict[str, Any]]) -> None:
    """Write the outline: parts, their pages, the sections of these."""
    places, part, parent = book.named_destinations, "", None

    def entry(text: str, place: str, above: IndirectObject | None) -> IndirectObject:
        goal = places[f"/{place}"]
        fit, sheet = Fit.xyz(left=0, top=goal.top), goal.raw_get("/Page")
        is_open = above is None and place.endswith("/")  # a part shows its pages
        return book.add_outline_item(
            title=text, page_number=sheet, parent=above, fit=fit, is_open=is_open
        )

    for page in pages:
        if page["part"] != part:
            part = page["part"]
            parent = entry(part, page["name"] + "/", None)
        above = [parent]  # the open entries of the levels 0, 1 and so on
        for level, text, place in page["headings"]:
            del above[level:]
            above.append(entry(text, place, above[-1]))


def describe(book: PdfWriter, about: dict[str, Any]) -> None:
    """Say in the file what it is, for readers' shelves."""
    said = {
        "/Title": f"{about['title']}: {about['subtitle']}",
        "/Author": about["author"],
        "/Subject": " ".join(about["abstract"].split()),
        "/Keywords": ", ".join(about["keywords"]),
    }
    book.add_metadata(said)
    book.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    book.page_mode = "/UseOutlines"
    book.create_viewer_preferences()[NameObject("/DisplayDocTitle")] = BooleanObject(True)


if __name__ == "__main__":
    sys.exit(make())
