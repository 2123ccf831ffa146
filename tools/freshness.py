"""What is up to date: the outputs of the notebooks, and the pages.

jupyter-cache finds an executed notebook by its cells alone, and Sphinx writes a page anew when its
source changes. Both also depend on other files. When those change, the store of outputs is emptied,
or every page is written anew.
"""

import hashlib
import os
import shutil
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract

from tools import BUILD, ROOT, notebooks

FOLDER = BUILD / ".jupyter_cache"
CHECKS = BUILD / ".checks"  # what the checks of the paper's claims gave: two notebooks show them
os.environ["MODELCOLLAPSE_CHECKS"] = str(CHECKS)
OUTPUTS = (  # what the notebooks' outputs depend on besides their cells
    "requirements.txt",
    "modelcollapse/**/*.py",
    "modelcollapse/**/*.js",
    "verification/**/*.py",
    "verification/**/*.yml",
    "book/results/**/*.nc",
    "book/_static/drawings/*",
)
PAGES = (  # what every page depends on besides its source
    "book/_ext/*",
    "tools/fonts.py",
    "tools/mathml.py",
    "book/_static/**/*",
    "book/_templates/**/*.html",
    "modelcollapse/explorer/*.js",
    "modelcollapse/explorer/*.css",
    "CITATION.cff",
    "pyproject.toml",
)
OUTPUTS_MARK, PAGES_MARK = BUILD / ".outputs", BUILD / ".pages"
MADE_OF = {OUTPUTS_MARK: OUTPUTS, PAGES_MARK: PAGES}
OFFERED = "html/*.pdf", "html/slides/*.html", "html/lite/index.html", "problems/*/*.zip"  # if there


def made_of(mark: Path) -> str:
    """A hash of the names and contents of what something would be made of today."""
    total, pages = hashlib.sha256(), mark == PAGES_MARK
    for path in sorted({path for each in MADE_OF[mark] for path in ROOT.glob(each)}):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    offered = sorted(path.name for each in OFFERED for path in BUILD.glob(each) if pages)
    return f"{total.hexdigest()} {offered}"


def holds(mark: Path) -> bool:
    """Whether what was made is what would be made today."""
    return mark.exists() and mark.read_text("utf8") == made_of(mark)


def put(mark: Path) -> None:
    """Say of what something has been made."""
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(made_of(mark), "utf8")


def refresh() -> None:
    """Empty the store, and what was built from it, when it is out of date."""
    if holds(OUTPUTS_MARK) and FOLDER.exists():
        return
    if FOLDER.exists():
        print("The code or the pinned versions changed: every notebook runs again.", flush=True)
    for folder in (FOLDER, CHECKS, BUILD / ".doctrees"):  # pages hold the old outputs
        shutil.rmtree(folder, ignore_errors=True)
    opened().list_cache_records()  # creates the tables, so that two workers do not
    put(OUTPUTS_MARK)


def opened() -> JupyterCacheAbstract:
    """The store."""
    FOLDER.parent.mkdir(exist_ok=True)
    return get_cache(FOLDER)


def store(path: Path, notebook: nbformat.NotebookNode, seconds: float) -> None:
    """Keep an executed notebook."""
    opened().cache_notebook_bundle(
        CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds}),
        check_validity=False,
        overwrite=True,
    )


def missing() -> list[Path]:
    """The notebooks whose outputs are not in the store."""
    cache, absent = opened(), []
    for path in notebooks():
        try:
            cache.match_cache_notebook(nbformat.read(path, as_version=4))
        except KeyError:
            absent.append(path)
    return absent


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs from the store."""
    return opened().merge_match_into_notebook(nbformat.read(path, as_version=4))[1]
