"""A cell in the page: what it prints, the value of its last line and its figures are told.

`say(kind, text)` comes from the worker. Every run begins with nothing: the lines before, and then
the cell, so that the same code gives the same result however often it is run.
"""

import ast
import base64
import builtins
import io
import linecache
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

CELL, BEFORE = "this cell", "the lines before"
MOST = 100_000  # letters; a loop that prints for ever must not fill the reader's memory
Say = Callable[[str, str], None]


class Told(io.TextIOBase):
    """A stream that hands on what was written, ten times a second at most."""

    def __init__(self, say: Say) -> None:
        self.say, self.waiting, self.said, self.last = say, "", 0, 0.0

    def write(self, text: str) -> int:
        """Keep it, and hand it on when it is time."""
        if self.said + len(self.waiting) <= MOST:
            self.waiting += text
            if self.said + len(self.waiting) > MOST:
                self.waiting += "\n… what is printed from here on is not shown.\n"
        if time.monotonic() - self.last > 0.1:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Hand it on now."""
        if self.waiting:
            self.say("text", self.waiting)
            self.said += len(self.waiting)
            self.waiting, self.last = "", time.monotonic()


def shown(value: Any) -> tuple[str, str]:
    """A value as the page can show it: a formula, markup, or text."""
    text = repr(value)
    sympy = sys.modules.get("sympy")
    if sympy and isinstance(value, (sympy.Basic, sympy.MatrixBase)) and "\\" not in text:
        return "html", f'<math display="block">{sympy.mathml(value, printer="presentation")}</math>'
    bundle = getattr(value, "_repr_mimebundle_", None)
    data: Any = bundle() if bundle else None
    html = data[0].get("text/html") if data else None
    if html is None and hasattr(value, "_repr_html_"):
        html = value._repr_html_()
    return ("text", f"{text}\n") if html is None else ("html", html)


def figures() -> list[str]:
    """The open figures as PNG; they are closed."""
    plt: Any = sys.modules.get("matplotlib.pyplot")
    found = []
    for number in plt.get_fignums() if plt else []:
        picture = io.BytesIO()
        plt.figure(number).savefig(picture, dpi=150)
        found.append(base64.b64encode(picture.getvalue()).decode())
    if plt:
        plt.close("all")
    return found


def execute(code: str, name: str, names: dict[str, Any]) -> Any:
    """Run code; returns the value of its last line, as a notebook would."""
    linecache.cache[name] = len(code), None, code.splitlines(keepends=True), name
    tree = ast.parse(code, name)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or code.rstrip().endswith(";"):
        exec(compile(tree, name, "exec"), names)
        return None
    tree.body.pop()
    exec(compile(tree, name, "exec"), names)
    return eval(compile(ast.Expression(last.value), name, "eval"), names)


def error_text(error: BaseException) -> str:
    """Where in the reader's code it happened, and what."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename in (CELL, BEFORE)]
    lines = traceback.format_list(ours) + traceback.format_exception_only(error)
    return "".join(lines)


def run(before: str, code: str, say: Say) -> tuple[str, str]:
    """Run a cell after the lines that it needs.

    Returns the name of a module that is missing, or "", and the text of an error, or "".
    """
    out, names = Told(say), {"__name__": "__main__"}

    def display(*values: Any) -> None:
        for value in values:
            out.flush()
            say(*shown(value))

    warnings.filterwarnings(
        "ignore", message=".*is non-interactive"
    )  # figures are shown at the end
    try:
        with redirect_stdout(io.StringIO()):
            builtins.display = lambda *values: None  # type: ignore[attr-defined]
            say("doing", "Running the lines before")
            execute(before, BEFORE, names)
            figures()
        with redirect_stdout(out), redirect_stderr(out):
            builtins.display = display  # type: ignore[attr-defined]
            say("doing", "Running")
            value = execute(code, CELL, names)
            if value is not None:
                display(value)
        out.flush()
        for picture in figures():
            say("picture", picture)
    except BaseException as error:
        out.flush()
        figures()
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        return (missing or "").partition(".")[0], error_text(error)
    return "", ""
