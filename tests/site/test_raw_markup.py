"""No page shows markup that was not read: a cell's Markdown is MyST only if its metadata say so."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

CODE = ("pre", "code", "script", "style")
RAW = re.compile(
    r":{3,}\{[\w:-]+\}|```\{[\w:-]+\}|\{(?:ref|doc|eq|term|prf:ref|numref|glue:text)\}`"
)


class Reader(HTMLParser):
    """The words of a page, those in code apart: in a sixth of the time that a tree of it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth = 0  # of elements with code

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Go into code, perhaps."""
        self.depth += tag in CODE

    def handle_endtag(self, tag: str) -> None:
        """And out of it."""
        self.depth -= tag in CODE

    def handle_data(self, data: str) -> None:
        """Take note of words that a reader sees."""
        if not self.depth:
            self.words.append(data)


def raw(html: str) -> list[str]:
    """Directives and roles that a reader sees, those in code apart."""
    reader = Reader()
    reader.feed(html)
    return RAW.findall("".join(reader.words))


def test_no_page_shows_a_directive(site: Path) -> None:
    pages = [path for path in site.glob("book/**/*.html") if "_static" not in path.parts]
    assert len(pages) > 25
    assert {str(path): found for path in pages if (found := raw(path.read_text("utf8")))} == {}


@pytest.mark.parametrize("text", ["::::{list-table} :header-rows: 1", "see {ref}`here`"])
def test_markup_that_was_not_read_is_found(text: str) -> None:
    assert raw(f"<p>{text}</p>")
    assert not raw(f"<pre>{text}</pre>")
