"""Words of the built site's pages, as they are looked for in the PDF of the book."""

import re
import unicodedata
from html import unescape

from tools import SITE

TITLE = re.compile(r"<h1>(.*?)<a class=\"headerlink\"", re.S)


def squeezed(words: str) -> str:
    """Without white space, and with ligatures as the letters they stand for."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))


def plain(html: str) -> str:
    """Without tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def article(name: str) -> str:
    """The article of a page of the site."""
    return (SITE / f"{name}.html").read_text("utf8").partition("<article")[2]


def title(name: str) -> str:
    """The title of a page, with its number, squeezed."""
    found = TITLE.search(article(name))
    assert found, f"{name} has no title"
    return squeezed(plain(found[1]))
