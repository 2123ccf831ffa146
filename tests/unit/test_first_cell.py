"""The first cell of every notebook: nothing where the book is, and the book where it is not."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest

from tools import ROOT, notebooks
from tools.address import declared
from tools.first_cell import METADATA, TAG, is_first, put, source

CHAPTER = ROOT / "book/models/text-chains.ipynb"
MEMBERS = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in notebooks()]
REST = "\nimport modelcollapse, os\nprint(modelcollapse.__file__)\nprint(os.getcwd())\n"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment with everything but the package.

    It sees this one's libraries; the finder of the editable installation is not among them.
    """
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder, with_pip=False, symlinks=True)
    [libraries] = folder.glob("lib/python*/site-packages")
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin/python"


def run(python: Path, code: str, folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Run code in a folder; git finds the repository at another address, pip asks no network."""
    settings = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{address}.insteadOf",
        "GIT_CONFIG_VALUE_0": declared().repository,
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the other way round
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
    }
    environment = {**os.environ, **settings}
    environment.pop("PYTHONPATH", None)
    words = [str(python), "-W", "ignore", "-c", code]
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def beginning(path: Path) -> str:
    """The first cell and those up to the first that reads a stored result."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    sources = [cell.source for cell in cells if not is_first(cell)]
    last = next(i for i, text in enumerate(sources) if "../results" in text)
    return "\n".join([source(path), *sources[: last + 1]])


@pytest.mark.parametrize("path", MEMBERS)
def test_every_notebook_begins_with_it(path: Path) -> None:
    cell = nbformat.read(path, as_version=4).cells[0]
    message = f"run: make notebooks ARGS={path.relative_to(ROOT)}"
    assert cell.source == source(path), message
    assert cell.metadata == METADATA, message


def test_it_is_put_in_once_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.first_cell.ROOT", tmp_path)
    path = tmp_path / "theory/chapter.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A")]), path)
    put(path)
    once = path.read_text()
    put(path)
    assert path.read_text() == once
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = "an old text"
    notebook.cells.reverse()  # and no longer the first
    nbformat.write(notebook, path)
    put(path)
    kinds = [cell.metadata.get("tags", []) for cell in nbformat.read(path, as_version=4).cells]
    assert kinds == [METADATA["tags"], []]
    assert TAG in kinds[0]


def test_it_does_nothing_in_the_repository() -> None:
    done = subprocess.run(
        [sys.executable, "-c", source(CHAPTER) + "\nprint(os.getcwd())"],
        cwd=CHAPTER.parent,
        env=os.environ | {"PATH": "", "PYTHONPATH": str(ROOT)},  # no git to be found
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [str(CHAPTER.parent)], done.stderr


@pytest.mark.parametrize("name", ["reference/claims", "reference/verification"])
def test_the_register_is_found_where_only_the_package_is_installed(name: str) -> None:
    path = ROOT / f"book/{name}.ipynb"
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    code = source(path) + "\nimport verification\nprint(len(verification.CLAIMS))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=path.parent,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert int(done.stdout) > 100, done.stderr


def test_where_the_book_is_missing_it_is_fetched_and_installed(
    machine: Path, tmp_path: Path
) -> None:
    bare = run(machine, "import modelcollapse", tmp_path, ROOT.as_uri())
    assert "No module named 'modelcollapse'" in bare.stderr
    done = run(machine, beginning(CHAPTER) + REST, tmp_path, ROOT.as_uri())
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Fetching the book")
    assert Path(lines[-2]).is_relative_to(machine.parents[1])
    assert Path(lines[-1]) == tmp_path / "model-collapse/book/models"


def test_without_a_network_it_says_what_to_do(machine: Path, tmp_path: Path) -> None:
    nowhere = (tmp_path / "nowhere").as_uri()
    done = run(machine, source(CHAPTER), tmp_path, nowhere)
    assert done.returncode == 1
    assert "fatal: " in done.stderr  # git's own words
    last = done.stderr.strip().splitlines()[-1]
    assert "needs a network, git, and Python 3.11" in last
    assert f"{declared().repository}#readme" in last
