"""What the project imports is declared: nothing is there only because something else needs it."""

import re
import tomllib
from pathlib import Path

from tests.imported import normal, pinned, undeclared
from tools import ROOT

REQUIREMENTS = (ROOT / "requirements.txt").read_text("utf8")


def test_every_import_has_a_line_in_the_requirements():
    assert undeclared(ROOT, pinned(REQUIREMENTS)) == set()


def test_the_package_declares_what_it_imports():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["models"]]
    declared = {normal(re.split(r"[<>=\[]", line)[0]) for line in lines}
    assert undeclared(ROOT, declared, ("modelcollapse",)) == set()


def test_binder_has_the_same_pins():
    lines = (ROOT / "binder/requirements.txt").read_text("utf8").splitlines()
    pins = [line for line in lines if "==" in line]
    assert pins
    for pin in pins:
        assert re.search(rf"^{re.escape(pin)}\s", REQUIREMENTS, re.MULTILINE), pin


def test_a_missing_line_is_found(tmp_path: Path):
    """Imports at the top, in a function, by a name in quotation marks, and in a notebook."""
    package = tmp_path / "tools"
    package.mkdir()
    (package / "__init__.py").write_text("import os, numpy\nfrom . import sibling\n")
    (package / "pages.py").write_text(
        "import tools\ndef read():\n    from bs4 import BeautifulSoup\n    import_module('yaml')\n"
    )
    (tmp_path / "book").mkdir()
    (tmp_path / "book/chapter.ipynb").write_text(
        '{"cells": [{"cell_type": "code", "source": ["%matplotlib inline\\n", "import sympy"]}]}'
    )
    declared = pinned("numpy==2.4.6\n# beautifulsoup4==1\n")
    assert undeclared(tmp_path, declared) == {
        "bs4 (tools/pages.py)",
        "yaml (tools/pages.py)",
        "sympy (book/chapter.ipynb)",
    }
