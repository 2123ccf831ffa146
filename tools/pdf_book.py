"""Printed pages of the site become one book: numbers, outline, and links from page to page."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    Destination,
    Fit,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from tools.pdf_footer import stamp

OWN = re.compile(r"http://127\.0\.0\.1:\d+/([^#?]*)#?(.*)")  # as the site is served while printing


class Heading(NamedTuple):
    """A title within a page of the site; the page's own has level 1."""

    level: int
    text: str
    anchor: str


class Printed(NamedTuple):
    """A page of the site; `name` is its address without a suffix, `part` the part's title."""

    name: str
    part: str
    headings: list[Heading]


class Book:
    """The pages so far, and where the anchors of the site lie in them."""

    def __init__(self, site: str) -> None:
        """`site`: where the site is published, with a slash at its end; empty if nowhere."""
        self.writer, self.site = PdfWriter(), site
        self.places: dict[tuple[str, str], tuple[PageObject, Fit]] = {}
        self.owners: list[tuple[str, str]] = []  # of each sheet: the page's name and title

    def add(self, name: str, title: str, reader: PdfReader, first: int | None = None) -> None:
        """Put a printed page before the book's sheet `first`, counted from 0, or at its end."""
        first, added = len(self.owners) if first is None else first, {}
        for number, sheet in enumerate(reader.pages):
            new = self.writer.insert_page(sheet, first + number)
            added[sheet.indirect_reference.idnum] = new
        self.owners[first:first] = [(name, title)] * len(added)
        self.places[name, ""] = next(iter(added.values())), Fit.fit()
        for anchor, goal in reader.named_destinations.items():
            sheet, fit = added[goal.raw_get("/Page").idnum], Fit.xyz(left=0, top=goal.top)
            self.places[name, anchor.removeprefix("/")] = sheet, fit

    def place(self, name: str, anchor: str = "") -> tuple[PageObject, Fit]:
        """Where an anchor lies; the beginning of its page if it is not on paper."""
        return self.places.get((name, anchor)) or self.places[name, ""]

    def number(self, name: str, anchor: str = "") -> int:
        """The number of the sheet with an anchor, counted from 0."""
        return self.writer.get_page_number(self.place(name, anchor)[0])

    def outline(self, printed: list[Printed]) -> None:
        """Write the outline: parts, their pages, the sections of these."""

        def entry(text: str, anchor: str, above: IndirectObject | None) -> IndirectObject:
            sheet, fit = self.place(page.name, anchor)
            new = sheet.indirect_reference
            return self.writer.add_outline_item(text, new, above, fit=fit, is_open=anchor == "")

        part = parent = None
        for page in printed:
            if page.part != part:
                part = page.part
                parent = entry(part, "", None) if part else None
            above = [parent]  # the open entries of the levels 0, 1 and so on
            for level, text, anchor in page.headings:
                del above[level:]
                above.append(entry(text, anchor, above[-1]))

    def mend_links(self, page: PageObject, name: str) -> None:
        """Links to pages of the site lead to places in the book, or to where it is published."""
        kept = ArrayObject()
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            action = link["/A"].get("/URI", "") if "/A" in link else ""
            own = OWN.fullmatch(action)
            if "/Dest" in link:
                goal = name, str(link["/Dest"]).removeprefix("/")
            elif own:
                goal = own[1].removesuffix(".html"), unquote(own[2])
            else:
                goal = None, None
            if (goal[0], "") in self.places:
                sheet, fit = self.place(*goal)
                place = Destination("", sheet.indirect_reference, fit)
                link[NameObject("/Dest")] = place.dest_array
                link.pop("/A", None)
            elif own and self.site:
                address = self.site + action.split("/", 3)[3]
                link["/A"][NameObject("/URI")] = TextStringObject(address)
            elif own:
                continue  # a file that is neither on paper nor on the web
            kept.append(reference)
        page[NameObject("/Annots")] = kept

    def write(self, about: dict[str, Any], to: Path) -> None:
        """Mend links, number the pages, say what the book is, and write it."""
        for index, (sheet, owner) in enumerate(zip(self.writer.pages, self.owners, strict=True)):
            name, title = owner
            self.mend_links(sheet, name)
            if index:  # the title page goes without
                stamp(self.writer, sheet, title, str(index + 1))
        self.writer.add_metadata(
            {
                "/Title": f"{about['title']}: {about['subtitle']}",
                "/Author": about["author"],
                "/Subject": " ".join(about["abstract"].split()),
                "/Keywords": ", ".join(about["keywords"]),
            }
        )
        self.writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
        self.writer.page_mode = "/UseOutlines"
        self.writer.create_viewer_preferences().display_doctitle = True
        self.writer.compress_identical_objects()
        self.writer.write(to)
