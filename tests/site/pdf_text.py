"""The text of the PDF, quick since it takes no account of the layout, and of the site's pages."""

import re
import unicodedata
from functools import cache
from html import unescape

from pypdf import PageObject
from pypdf.generic import IndirectObject

from tools import SITE

SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|\((\d+)\) Tj")
PAIRS = re.compile(r"<(\w+)> <(\w+)>(?: <(\w+)>)?")

TITLE = re.compile(r"<h1>(.*?)<a class=\"headerlink\"", re.S)


def text(page: PageObject) -> str:
    """All letters of a page, as they are drawn, without white space."""
    fonts = page["/Resources"]["/Font"]
    letters, read = [], {}
    for font, code, digits in SHOWN.findall(page.get_contents().get_data()):
        if font:
            name = f"/{font.decode()}"
            read = {} if name == "/Footer" else meanings(fonts.raw_get(name))
        elif digits:
            letters.append(digits.decode())
        elif read:
            letters.append(read.get(int(code, 16), ""))
        else:
            letters.append(bytes.fromhex(code.decode()).decode("cp1252"))
    return squeezed("".join(letters))


@cache
def table(content: bytes) -> dict[int, str]:
    """What the codes of a font mean, as its table says."""
    found = {}
    for first, second, third in PAIRS.findall(content.decode().partition("endcodespacerange")[2]):
        if third:
            letter = ord(bytes.fromhex(third).decode("utf-16-be"))  # italics of formulas are pairs
            for offset in range(int(second, 16) - int(first, 16) + 1):
                found[int(first, 16) + offset] = chr(letter + offset)
        else:
            found[int(first, 16)] = bytes.fromhex(second).decode("utf-16-be")
    return found


@cache
def meanings(font: IndirectObject) -> dict[int, str]:
    """The same, kept for each font of the document."""
    return table(font.get_object()["/ToUnicode"].get_data())


def squeezed(words: str) -> str:
    """Without white space, and with ligatures as the letters they stand for."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))


def article(name: str) -> str:
    """The article of a page of the site."""
    return (SITE / f"{name}.html").read_text("utf8").partition("<article")[2]


def title(name: str) -> str:
    """The title of a page, with its number."""
    return plain(TITLE.search(article(name))[1])


def plain(html: str) -> str:
    """Without tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def of_page(name: str, sheets: list[str], starts: dict[str, int]) -> str:
    """The letters of a page of the site, in the book, without the footers."""
    first = starts[name]
    end = min((start for start in starts.values() if start > first), default=len(sheets))
    foot = [squeezed(title(name)) + str(number + 1) for number in range(first, end)]
    return "".join(map(str.removesuffix, sheets[first:end], foot))
