"""Formulas as browsers draw them by themselves: from TeX to MathML Core."""

import re
from html import unescape
from unicodedata import decomposition, name
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

CONVERTER = LatexToMathML(fancy_error=False)
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
ENTITY = re.compile(r"&(?!lt;|gt;|amp;|quot;|#)\w+;")  # HTML knows these, XML does not
OPENING, CLOSING = set("([{|"), set(")]}|")
SCRIPTS = {"msub", "msup", "msubsup"}
# What may stand between brackets without making them grow.
LOW = {"mi", "mn", "mo", "mtext", "mspace", "mrow", "mpadded", *SCRIPTS}
LONG = 16  # characters; a shorter formula in a line stays whole
# after these a line may end, as in print
RELATIONS = set("=<>≤≥≪≫≈∼≠≡∝∈→↦⟶⇒⇔⟺,+−/")
LOW_LINE = "\u0332"
ROOT = "√"  # browsers draw it, although it is no text of a root's element
ITALIC = {  # of Unicode's mathematical alphabets; one letter is older than the others
    chr(int(decomposition(letter).split()[1], 16)): letter
    for letter in [*map(chr, range(0x1D434, 0x1D7CC)), "ℎ"]
    if letter == "ℎ" or name(letter, "").startswith("MATHEMATICAL ITALIC ")
}


class FormulaError(ValueError):
    """TeX that cannot be set."""


def lines(tex: str) -> str:
    r"""A display with line breaks of its own, aligned at its ampersands, as Sphinx has it."""
    outside = tex
    while ENVIRONMENT.search(outside):
        outside = ENVIRONMENT.sub("", outside)
    return rf"\begin{{aligned}}{tex}\end{{aligned}}" if r"\\" in outside else tex


def markup(tex: str, display: bool = False) -> str:
    """The `math` element of a formula; raises FormulaError for TeX that is not known.

    In a display, blank lines part formulas that stand one below the other.
    """
    if not display:
        return "<wbr>".join(pieces(tex))
    parts = re.split(r"\n\s*\n", tex.strip())
    return "".join(written(mended(converted(lines(part), display))) for part in parts)


def pieces(tex: str) -> list[str]:
    """The `math` elements of a formula in a line: where it is long, a line may end between them."""
    whole = mended(converted(tex.strip(), display=False))
    found, depth = [ET.Element("math")], 0
    for node in whole if len("".join(whole.itertext())) > LONG else ():
        found[-1].append(node)
        said = "".join(node.itertext())
        depth += sum(said.count(bracket) for bracket in "([{")
        depth -= sum(said.count(bracket) for bracket in ")]}")
        between = node.tag == "mo" and node.text in RELATIONS and len(found[-1]) > 1
        if between and depth == 0:
            node.set("form", "infix")  # with the room of one that stands between two terms
            found.append(ET.Element("math"))
    found = [math for math in found if len(math)]
    return [written(math) for math in found if len(found) > 1] or [written(whole)]


def converted(tex: str, display: bool) -> str:
    """What the converter makes of TeX."""
    try:
        return CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(f"{error}, in {tex}") from None


def written(math: ET.Element) -> str:
    """An element as it stands in a page."""
    return ET.tostring(math, encoding="unicode", short_empty_elements=False)


def mended(math: str) -> ET.Element:
    """The formula's element, which browsers draw alike."""
    root = ET.fromstring(ENTITY.sub(lambda found: unescape(found[0]), math))
    for node in root.iter():
        if node.tag == "mover":  # with it, Chromium draws a bar or a hat through its letter
            node.attrib.pop("accent", None)
            if node[1].text == LOW_LINE:  # what the converter has for \overline
                node[1].text = "¯"
        if node.tag in SCRIPTS and "minsize" in node[0].attrib:
            # in a row of its own: a bracket with a power stays small in Chromium
            node[0], bracket = ET.Element("mrow"), node[0]
            node[0].append(bracket)
        if node.tag == "mrow" and bracketed(node):
            # Chromium leaves room beside brackets that may grow, also where they need not
            for bracket in (node[0], node[-1]):
                bracket.set("stretchy", "false")
    return root


def bracketed(row: ET.Element) -> bool:
    """Whether a row stands between brackets that need not grow."""
    ends = len(row) > 1 and (row[0].text or "") in OPENING and (row[-1].text or "") in CLOSING
    return ends and all(node.tag in LOW and "minsize" not in node.attrib for node in row.iter())


def letters(math: str) -> set[str]:
    """The characters that a font needs to draw a formula: a single letter is drawn in italics."""
    root = ET.fromstring(f"<all>{math}</all>")
    found = {letter for node in root.iter() for letter in node.text or ""}
    if root.find(".//msqrt") is not None or root.find(".//mroot") is not None:
        found.add(ROOT)
    for node in root.iter("mi"):
        if len(node.text or "") == 1 and node.get("mathvariant") != "normal":
            found |= {ITALIC.get(node.text or "", " ")}
    return {letter for letter in found if not letter.isspace()}
