"""No link of the site leads nowhere: to pages, anchors, pictures, scripts, downloads."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tools.address import published

# where an address may stand: tag and attribute
PLACES = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
PREFIX = urlsplit(published().site).path
NOT_OURS = {"_static", "lite"}  # the theme's, and JupyterLite's
STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")


class Read(HTMLParser):
    """What a page has that others may ask for, and what it asks for itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.feed(path.read_text("utf8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take note of a tag's id and of its address."""
        values = dict(attributes)
        if values.get("id"):
            self.ids[values["id"]] += 1
        if values.get(PLACES.get(tag, "")):
            self.links.add(values[PLACES[tag]])


def ours(path: Path) -> bool:
    """Whether we have written this page, by its place in the site; a checkout has any name."""
    return not NOT_OURS & {*path.parts}


def broken(site: Path) -> list[str]:
    """What is wrong with the links of a site, each in words."""
    pages = {path: Read(path) for path in site.rglob("*.html") if ours(path.relative_to(site))}
    assert pages, f"no page in {site}"
    found = []
    for path, page in pages.items():
        where = path.relative_to(site)
        for link in sorted(page.links):
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            place = unquote(address.path)
            if place.startswith(PREFIX):  # the page for addresses without one must say all of it
                target = (site / place.removeprefix(PREFIX)).resolve()
            else:
                target = (path.parent / place).resolve() if place else path
            if target.is_dir():
                target /= "index.html"
            anchor = unquote(address.fragment)
            if not target.is_file() or site.resolve() not in target.parents:
                found.append(f"{where}: {link}: there is no such file")
            elif anchor and target in pages and pages[target].ids[anchor] != 1:
                count = pages[target].ids[anchor]
                found.append(f"{where}: {link}: {count or 'no'} places have this id")
    return found + missing_in_styles(site)


def missing_in_styles(site: Path) -> list[str]:
    """Fonts and pictures that a style sheet names, and that are not there."""
    found = []
    for sheet in (site / "_static").rglob("*.css"):
        for link in STYLE_URL.findall(sheet.read_text("utf8")):
            address = urlsplit(link)
            ours = not address.scheme and address.path
            if ours and not (sheet.parent / unquote(address.path)).is_file():
                found.append(f"{sheet.relative_to(site)}: {link}: there is no such file")
    return found


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    assert broken(site.resolve()) == []


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ('<a href="b.html#here">', ""),
        ('<a href="b.html#%68ere">', ""),
        ('<a href="https://example.org/x">', ""),
        ('<a href="missing.html">', "there is no such file"),
        ('<img src="missing.svg">', "there is no such file"),
        ('<script src="missing.js">', "there is no such file"),
        ('<a href="../outside.html">', "there is no such file"),
        ('<a href="b.html#nowhere">', "no places have this id"),
        ('<a href="#nowhere">', "no places have this id"),
        ('<a href="b.html#twice">', "2 places have this id"),
    ],
)
def test_a_broken_link_is_found(tmp_path: Path, link: str, says: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "outside.html").write_text("")
    (folder / "a.html").write_text(f"<p>{link}</p>")
    (folder / "b.html").write_text('<p id="here"><p id="twice"><p id="twice">')
    found = broken(folder.resolve())
    assert len(found) == bool(says)
    assert all(line.endswith(says) for line in found)


def test_a_style_sheet_without_its_font_is_found(tmp_path: Path) -> None:
    (tmp_path / "_static").mkdir()
    (tmp_path / "a.html").write_text("")
    (tmp_path / "_static/a.css").write_text("@font-face { src: url(missing.woff) }")
    assert broken(tmp_path.resolve()) == ["_static/a.css: missing.woff: there is no such file"]
