"""The cell that every notebook begins with; `make notebooks` puts it in.

Where the package is installed and the notebook lies in the repository, it does nothing. Elsewhere,
in Colab for instance, it fetches the repository, installs the package, and goes to the notebook's
folder, for chapters read files beside them. Where the notebook shows the register of claims, which
is not part of the package, it has Python look for it at the repository's root. Pages leave it out;
in Jupyter and Colab it is folded.
"""

import re
from pathlib import Path
from string import Template

import nbformat

from tools import ROOT
from tools.address import declared
from tools.execute import strip

TAG = "first-cell"
METADATA = {
    "tags": [TAG, "remove-cell"],
    "jupyter": {"source_hidden": True},
    "cellView": "form",  # Colab: only the title is seen
}
LEARNED = "models"  # the folder whose notebooks train networks and fit mixtures
TEXT = Template("""\
# @title Run this first: where the book is missing (in Colab, say), it is fetched and installed
import importlib.util
import os
import subprocess
import sys

home = "$repository"
beside = os.path.isdir("$up/modelcollapse")  # the notebook lies in the repository
if not (beside and all(map(importlib.util.find_spec, ["modelcollapse", "myst_nb"]))):
    print("Fetching the book and installing its package: a minute or two.")
    copy = os.path.abspath("$up" if beside else "model-collapse")
    clone = ["git", "clone", "-q", "--depth=1", home, copy]
    install = [sys.executable, "-m", "pip", "install", "-q", f"{copy}$extra", "myst-nb"]
    try:
        for step in [install] if os.path.isdir(copy) else [clone, install]:
            subprocess.run(step, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(
            f"{getattr(error, 'stderr', error)}\\nThe book could not be fetched or installed. "
            "This needs a network, git, and Python 3.11 or newer. Try this cell again, or read "
            f"how to install the book at {home}#readme"
        ) from None
    importlib.invalidate_caches()
    os.chdir(f"{copy}/$folder")
$register""")
REGISTER = Template('sys.path.append(os.path.abspath("$up"))  # `verification` lies there\n')
USES_REGISTER = re.compile(r"^(from|import) verification\b", re.MULTILINE)


def source(path: Path) -> str:
    """The cell's text in a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    place = path.parent.resolve().relative_to(ROOT)
    up = "/".join([".."] * len(place.parts))
    shown = any(USES_REGISTER.search(cell.source) for cell in cells if cell.cell_type == "code")
    words = {
        "folder": place.as_posix(),
        "up": up,
        "extra": "[models]" if path.parent.name == LEARNED else "",
        "register": REGISTER.substitute(up=up) if shown else "",
    }
    return TEXT.substitute(words, repository=declared().repository).rstrip()


def is_first(cell: nbformat.NotebookNode) -> bool:
    """Whether this is the cell."""
    return TAG in cell.metadata.get("tags", [])


def write(path: Path, notebook: nbformat.NotebookNode, _seconds: float = 0) -> None:
    """Write the stripped notebook over the old one."""
    strip(notebook)
    nbformat.write(notebook, path)


def put(path: Path) -> None:
    """Make the notebook begin with the cell. It has to run again where it did not."""
    notebook = nbformat.read(path, as_version=4)
    cell = nbformat.v4.new_code_cell(source(path), metadata=METADATA)
    notebook.cells = [cell, *(found for found in notebook.cells if not is_first(found))]
    write(path, notebook)
