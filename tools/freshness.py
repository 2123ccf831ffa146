"""What is up to date: the outputs of the notebooks, and the pages.

jupyter-cache finds an executed notebook by its cells alone, and Sphinx writes a page anew when its
source changes. Both also depend on other files. When those change, the store of outputs is emptied,
or every page is written anew. When nothing has changed, Sphinx is not even asked.
"""

import hashlib
import os
import shutil
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract

from tools import BUILD, ROOT, SITE, documents, git, notebooks

FOLDER = BUILD / ".jupyter_cache"
CHECKS = BUILD / ".checks"  # what the checks of the paper's claims gave: two notebooks show them
os.environ["MODELCOLLAPSE_CHECKS"] = str(CHECKS)
OUTPUTS = (  # what the notebooks' outputs depend on besides their cells
    "requirements.txt",
    "modelcollapse/**/*.[pj][ys]",
    "verification/**/*.*",
    "book/results/**/*.nc",
    "book/_static/drawings/*",
)
PAGES = (  # what every page depends on besides its source
    "book/_ext/*",
    "tools/*.py",
    "book/_static/**/*",
    "book/_templates/**/*.html",
    "modelcollapse/explorer/*.[jc]s*",
    "CITATION.cff",
    "pyproject.toml",
)
EVERYTHING = (*OUTPUTS, *PAGES, "*.*", "book/**/*")
OUTPUTS_MARK, PAGES_MARK, SITE_MARK = BUILD / ".outputs", BUILD / ".pages", BUILD / ".site"
MADE_OF = {OUTPUTS_MARK: OUTPUTS, PAGES_MARK: PAGES, SITE_MARK: EVERYTHING}
OFFERED = "html/*.*", "html/slides/*.html", "html/lite/index.html", "problems/*/*.zip"  # if there


def made_of(mark: Path) -> str:
    """A hash of the names and contents of what something would be made of today."""
    total = hashlib.sha256(git("rev-parse", "HEAD").encode() if mark == SITE_MARK else b"")
    for path in sorted({path for each in MADE_OF[mark] for path in ROOT.glob(each)}):
        if path.is_file() and path.suffix != ".pyc":
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    offered = sorted(p.name for each in OFFERED for p in BUILD.glob(each) if mark != OUTPUTS_MARK)
    return f"{total.hexdigest()} {offered}"


def holds(mark: Path) -> bool:
    """Whether what was made is what would be made today."""
    return mark.exists() and mark.read_text("utf8") == made_of(mark)


def whole() -> bool:
    """Whether the site that is there is what would be built today."""
    return holds(SITE_MARK) and all((SITE / f"{name}.html").exists() for name in documents())


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
