"""The version stands once, in pyproject.toml; where it is repeated, it is the same."""

import re
import tomllib

import modelcollapse as mc
from tools import ROOT
from tools.address import citation

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"]


def test_the_package_says_the_version_that_is_installed():
    assert mc.__version__ == VERSION


def test_the_citation_has_the_version_and_the_day_of_the_changelog():
    log = (ROOT / "CHANGELOG.md").read_text("utf8")
    newest = re.search(r"^## (\d+\.\d+\.\d+) \((.*)\)$", log, re.MULTILINE)
    assert newest, "no version has a heading of its own"
    cited = citation()
    assert str(cited["version"]) == newest[1] == VERSION
    assert f"{cited['date-released']:%-d %B %Y}" == newest[2]


def test_the_readme_cites_the_same_version():
    said = re.findall(r"\bVersion (\d+\.\d+\.\d+)", (ROOT / "README.md").read_text("utf8"))
    assert set(said) <= {VERSION}
