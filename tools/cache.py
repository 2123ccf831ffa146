"""The store of executed notebooks, shared by the book and by nbval.

jupyter-cache finds an executed notebook by the notebook alone. What the notebooks compute also
depends on the package, on the pinned versions and on stored results, so the store is emptied when
their contents change.
"""

import hashlib
import shutil
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract

from tools import BUILD, ROOT, notebooks
from tools.execute import NotebookError, execute_all

FOLDER = BUILD / ".jupyter_cache"
MARK = BUILD / ".fingerprint"


def fingerprint() -> str:
    """A hash of everything but the notebook that its outputs depend on."""
    digest = hashlib.sha256()
    files = [ROOT / "requirements.txt"]
    for pattern in (
        "modelcollapse/**/*.py",
        "modelcollapse/**/*.js",
        "book/results/**/*.nc",
        "book/_static/drawings/*",
    ):
        files += ROOT.glob(pattern)
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def refresh() -> None:
    """Empty the store, and what was built from it, when its fingerprint is out of date."""
    now = fingerprint()
    if MARK.exists() and MARK.read_text() == now and FOLDER.exists():
        return
    if FOLDER.exists():
        print("The package or the pinned versions changed: every notebook runs again.", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.rmtree(BUILD / ".doctrees", ignore_errors=True)  # pages hold the old outputs
    BUILD.mkdir(exist_ok=True)
    opened().list_cache_records()  # creates the tables, so that two workers do not
    MARK.write_text(now)


def opened() -> JupyterCacheAbstract:
    """The store."""
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


def fill() -> list[NotebookError]:
    """Run every notebook that is not in the store; return what went wrong."""
    refresh()
    absent, total = missing(), len(notebooks())
    print(f"Notebooks: {len(absent)} of {total} to run", flush=True)
    return execute_all(absent, store)
