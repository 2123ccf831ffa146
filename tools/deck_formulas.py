"""The formulas of a deck of slides, which nbconvert leaves as TeX between dollars."""

import re

from bs4 import BeautifulSoup, NavigableString

from tools.mathml import markup

TEX = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\$(.+?)\$|\\\((.+?)\\\)", re.DOTALL)
TEXTS = ".jp-RenderedMarkdown, .jp-RenderedLatex"


def typeset(page: str) -> str:
    """The page with MathML in the place of TeX; raises FormulaError for TeX that is not known."""
    tree = BeautifulSoup(page, "html.parser")
    for box in tree.select(TEXTS):
        for text in [*box.find_all(string=TEX)]:
            if text.find_parent(["code", "pre"]) is None:
                text.replace_with(*pieces(text))
    return str(tree)


def pieces(text: str) -> list[BeautifulSoup | NavigableString]:
    """The parts of a text: words, and the elements of formulas."""
    found: list[BeautifulSoup | NavigableString] = []
    end = 0
    for formula in TEX.finditer(text):
        display = formula[1] or formula[2]
        found.append(NavigableString(text[end : formula.start()]))
        math = markup(display or formula[3] or formula[4], display=bool(display))
        found.append(BeautifulSoup(math, "html.parser"))
        end = formula.end()
    return [*found, NavigableString(text[end:])]
