"""One chapter runs in the reader's browser, if `make lite` was made; a release tries all."""

import subprocess
import sys
import zipfile

import pytest
from playwright.sync_api import Page

from lite import PLACE
from tests.site.in_browser import runs_as_committed
from tools import ROOT

PACKAGE = ROOT / "modelcollapse"


def of_today() -> bool:
    """Whether the package and the chapters there are those of this checkout."""
    [path] = (PLACE / "static/pyodide").glob("modelcollapse-*.whl")
    with zipfile.ZipFile(path) as wheel:
        there = {name: wheel.read(name) for name in wheel.namelist() if name.endswith(".py")}
    here = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in PACKAGE.rglob("*.py")}
    return there == here


def test_a_chapter_runs(page: Page, served: str) -> None:
    if not (PLACE / "index.html").exists():
        pytest.skip("no Python in the browser here: `make lite` fetches 80 MB and makes it")
    if not of_today():
        subprocess.run([sys.executable, "-m", "lite"], cwd=ROOT, check=True)
    runs_as_committed(page, served, "book/phenomenon/what-is-model-collapse")
