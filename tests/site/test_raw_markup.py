"""No page shows markup that was not read: a cell's Markdown is MyST only if its metadata say so."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

RAW = re.compile(
    r":{3,}\{[\w:-]+\}|```\{[\w:-]+\}|\{(?:ref|doc|eq|term|prf:ref|numref|glue:text)\}`"
)


def raw(html: str) -> list[str]:
    """Directives and roles that a reader sees, those in code apart."""
    tree = BeautifulSoup(html, "html.parser")
    for code in tree.select("pre, code, script, style"):
        code.decompose()
    return RAW.findall(tree.get_text())


def test_no_page_shows_a_directive(site: Path) -> None:
    pages = [path for path in site.glob("book/**/*.html") if "_static" not in path.parts]
    assert len(pages) > 25
    assert {str(path): found for path in pages if (found := raw(path.read_text("utf8")))} == {}


@pytest.mark.parametrize("text", ["::::{list-table} :header-rows: 1", "see {ref}`here`"])
def test_markup_that_was_not_read_is_found(text: str) -> None:
    assert raw(f"<p>{text}</p>")
    assert not raw(f"<pre>{text}</pre>")
