"""Where a result comes from: the code, the versions, the machine."""

from __future__ import annotations

import ast
import hashlib
import io
import platform
import tokenize
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch")


def bare(source: str) -> str:
    """Python source without comments, docstrings and empty lines: what decides a result."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            text = node.body[0]
            for row in range(text.lineno, (text.end_lineno or text.lineno) + 1):
                lines[row - 1] = ""
    return "\n".join(line.rstrip() for line in lines if line.strip())


def code_hash(files: Iterable[str]) -> str:
    """A hash of the code in these files of the package, comments and docstrings left out."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\n{bare((PACKAGE / name).read_text('utf8'))}\n".encode())
    return total.hexdigest()[:16]


def versions() -> str:
    """The versions of Python and of the libraries that compute, as far as they are installed."""
    found = [f"Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)
