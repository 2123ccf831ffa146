"""The book's notebooks in the reader's browser: JupyterLite with a Python made of WebAssembly."""

import hashlib
from pathlib import Path

from tools import BUILD, SITE

PYODIDE = "0.27.7"  # its Python is 3.12
FILES = BUILD / "pyodide"  # what is fetched once; nothing of it is committed
WHEELS = FILES / "wheels"
CONTENTS = BUILD / "lite" / "contents"  # what the reader's file browser shows
PLACE = SITE / "lite"


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
