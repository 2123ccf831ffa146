"""The fonts of formulas with the letters in use: half of what a page would ask for.

A letter that they lack, in a deck of slides say, has the browser ask for the whole font, which
stands behind each of them in `fonts.css`.
"""

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path

from tools import SITE, typeset
from tools.fonts import reduce

WHOLE = SITE / "_static/mathjax/output/chtml/fonts/woff-v2"
LETTERS = SITE / "_static/mathjax/letters"
FACES = SITE / "_static/fonts.css"
MARK = LETTERS / "letters.txt"  # a hash of what these fonts were made from
VALUE = re.compile(r"JSON\.parse\(String\.raw`(.*?)`\)", re.DOTALL)
RULE = re.compile(r'([^{}]*)\{[^{}]*content: ?"((?:[^"\\]|\\.)*)"')
CHARACTER = re.compile(r"\\([0-9A-F]{1,6}) ?|\\?(.)")
FONT = re.compile(r"\.TEX(-[A-Z0-9]+)")  # without this class a letter is of the first font here
STRETCHED = ("", "-S1", "-S4", "-A")
FACE = re.compile(r"font-family: MJXTEX(-\w+)?; src: url\(mathjax/letters/([\w-]+\.woff)\)")


def drawn(sheet: str) -> dict[str, set[int]]:
    """The code points that a style sheet of MathJax has the browser draw, by font."""
    points: dict[str, set[int]] = defaultdict(set)
    for selector, text in RULE.findall(sheet):
        fonts = STRETCHED if "stretchy" in selector else FONT.findall(selector) or STRETCHED[:1]
        letters = {int(code, 16) if code else ord(one) for code, one in CHARACTER.findall(text)}
        for font in fonts:
            points[font] |= letters
    return points


def used() -> dict[str, set[int]]:
    """The code points of all pages' formulas; the first script of a page brings its sheet."""
    points: dict[str, set[int]] = defaultdict(set)
    for script in typeset.FOLDER.rglob("*.0.js"):
        _, sheet = VALUE.findall(script.read_text("utf8"))
        for font, found in drawn(json.loads(sheet)).items():
            points[font] |= found
    return points


def make() -> None:
    """Write the fonts, unless they are there; they stay whole where no formula could be set."""
    points, faces = used(), FACES.read_text("utf8")
    known = repr([faces, *sorted((font, sorted(found)) for font, found in points.items())])
    digest = hashlib.sha256(known.encode() + Path(__file__).read_bytes())
    for path in sorted(WHOLE.glob("*.woff")):
        digest.update(path.read_bytes())
    mark = digest.hexdigest()
    if not points or (MARK.exists() and MARK.read_text() == mark):
        return
    for font, file in FACE.findall(faces):
        reduce(WHOLE / file, LETTERS / file, points[font])
    MARK.write_text(mark)
