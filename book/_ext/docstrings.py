"""The package's docstrings on the page: `$...$` is mathematics, names of arguments stand out."""

import inspect
import re
from typing import Any

from sphinx.application import Sphinx


def dress(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Rewrite a docstring, as written for `help()`, in the markup that Sphinx reads."""
    text = "\n".join(lines)
    text = re.sub(r"\$([^$]+)\$", lambda found: f":math:`{' '.join(found[1].split())}`", text)
    if callable(thing) and parameters(thing):
        names = f"(?:{'|'.join(parameters(thing))})"
        listed = rf"(?<![\w`=]){names}(?:, {names})*:(?=\s)"
        text = re.sub(listed, lambda found: re.sub(r"\w+", r"**\g<0>**", found[0]), text)
    lines[:] = text.split("\n")


def parameters(thing: Any) -> list[str]:
    """The names of its arguments; none where Python cannot tell."""
    try:
        return [name for name in inspect.signature(thing).parameters if name != "self"]
    except (TypeError, ValueError):
        return []


def setup(app: Sphinx) -> dict[str, bool]:
    """Run before napoleon, which takes the text as it is then."""
    app.connect("autodoc-process-docstring", dress, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
