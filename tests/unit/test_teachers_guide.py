"""The teacher's guide prints what it says: each comment in a box of code is a line of output."""

import contextlib
import io
import re

import pytest

from tools import ROOT

BOX = re.compile(r"^( *)```python\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"# (.*)$", re.MULTILINE)
PAGES = [
    pytest.param(path, id=path.stem)
    for path in sorted((ROOT / "book/teaching").glob("*.md"))
    if BOX.search(path.read_text("utf8"))
]


@pytest.mark.parametrize("page", PAGES)
def test_the_boxes_print_what_they_say(page):
    names: dict = {}
    for indent, box in BOX.findall(page.read_text("utf8")):
        code = re.sub(f"^{indent}", "", box, flags=re.MULTILINE)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)
        assert printed.getvalue().splitlines() == COMMENT.findall(code), code
