"""Students' versions and autograders, by `otter assign`, made anew when something has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import nbformat
import yaml

from problems import ROOT, SOURCES, ProblemError, names

RESULTS = ROOT / "book" / "results"
MADE = ROOT / "_build" / "problems"
# The package and what pip needs to install it: a student may have no copy of the book.
PACKAGE = ("modelcollapse/**/*.py", "modelcollapse/**/*.js", "modelcollapse/py.typed")
INSTALL = ("pyproject.toml", "README.md", "LICENSE")


def results(notebook: Path) -> list[Path]:
    """The stored results of the book that a set hands out, as its first cell names them."""
    config = yaml.safe_load(nbformat.read(notebook, as_version=4).cells[0].source)
    return [RESULTS / Path(name).name for name in config.get("files", [])]


def package() -> list[Path]:
    """The files of the package, and those that install it."""
    found = [ROOT / name for name in INSTALL]
    return found + sorted(path for pattern in PACKAGE for path in ROOT.glob(pattern))


def fingerprint(paths: list[Path]) -> str:
    """A hash of everything that the outcome depends on."""
    digest = hashlib.sha256(version("otter-grader").encode())
    for path in [*sorted(SOURCES.glob("*.py")), *paths]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def assign(notebook: Path, data: list[Path], target: Path) -> None:
    """Run `otter assign` on a copy of the notebook that has its data beside it."""
    print(f"Problem set {notebook.stem}", flush=True)
    shutil.rmtree(target, ignore_errors=True)
    source, rest = target / "source", target / "tmp"
    for folder in (source / "results", rest):
        folder.mkdir(parents=True)
    for path in data:
        shutil.copy(path, source / "results")
    master = shutil.copy(notebook, source)
    words = ["assign", "--no-run-tests", str(master), str(target)]
    done = subprocess.run(
        [sys.executable, "-m", "otter", *words],
        env={**os.environ, "TMPDIR": str(rest)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ProblemError(f"otter assign failed on {notebook.name}:\n{done.stderr}")
    [made] = (target / "autograder").glob("*.zip")  # its name holds the time
    made.rename(target / "autograder.zip")
    shutil.rmtree(rest)


def pack(name: str, target: Path) -> None:
    """Zip what a student needs: notebook and data as otter made them, and the package."""
    student = target / "student"
    files = {path: path.relative_to(student) for path in student.rglob("*") if path.is_file()}
    files |= {path: path.relative_to(ROOT) for path in package()}
    with zipfile.ZipFile(target / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, inside in files.items():
            archive.write(path, Path(name) / inside)


def once(mark: Path, paths: list[Path], work: Callable[[], None]) -> None:
    """Do the work unless it was done with files of the same content."""
    now = fingerprint(paths)
    if not mark.exists() or mark.read_text() != now:
        work()
        mark.write_text(now)


def make(name: str, folder: Path = MADE) -> Path:
    """Make a set unless it is up to date; return the folder with everything that was made."""
    notebook, target = SOURCES / f"{name}.ipynb", folder / name
    data = results(notebook)
    once(target / "assigned", [notebook, *data], lambda: assign(notebook, data, target))
    once(target / "packed", [notebook, *data, *package()], lambda: pack(name, target))
    return target


def make_all() -> None:
    """Make every set that is not up to date."""
    for name in names():
        make(name)
