"""Packages that the browser's Python imports without asking pip: a list of all, and our own wheels.

Pyodide loads what a cell imports if its list, `pyodide-lock.json`, names the package. The list of
the release knows only the release's packages; ours has the pure ones and our own too.
"""

import json
import re
import shutil
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import yaml

from lite import FILES, WHEELS, sha256
from lite.compiled import compile_all
from lite.files import HERE, official, wanted
from tools import ROOT

SCIENCE = ["numpy", "scipy", "pandas", "xarray", "sympy", "matplotlib", "tqdm", "joblib"]
NEEDS = {  # where a wheel's own list names what a browser has no use for
    "modelcollapse": [*SCIENCE, "anywidget", "ipywidgets", "threadpoolctl", "h5netcdf"],
    "verification": ["modelcollapse", "pyyaml", "myst_nb"],
    "myst_nb": ["ipython"],
    "ipywidgets": ["comm", "jupyterlab_widgets", "traitlets", "ipython"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
}
# What is loaded at first for a cell in a page; the rest comes when something imports it.
FEW = {"modelcollapse": ["numpy", "pandas", "xarray"], "myst-nb": []}
MODULES = {"pyyaml": "yaml"}  # what is imported, where it has another name


def own(out: Path) -> None:
    """Write the wheels of what is not on a package index as a pure wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    for name in ("modelcollapse", "verification"):
        wheel(out, name, project["version"], sorted(found(ROOT / name)), ROOT)
    wheel(out, "myst_nb", "0", sorted(found(HERE / "myst_nb")), HERE)
    folder = Path(yaml.__file__).parent  # its C extension is a faster way of the same
    wheel(out, "pyyaml", yaml.__version__, sorted(folder.glob("*.py")), folder.parent)


def found(folder: Path) -> list[Path]:
    """The files of a package but those that Python has written."""
    return [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


def wheel(out: Path, name: str, version: str, files: list[Path], above: Path) -> None:
    """A wheel of these files, whose names begin below `above`."""
    info = f"{name}-{version}.dist-info"
    texts = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    place = out / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(above).as_posix())
        for file, text in texts.items():
            archive.writestr(f"{info}/{file}", text)


def entry(path: Path) -> dict[str, object]:
    """What the list says of a pure wheel."""
    with zipfile.ZipFile(path) as archive:
        [stated] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        head = HeaderParser().parsestr(archive.read(stated).decode("utf8"))
    file_name, version, *_ = path.name.split("-")
    return {
        "name": plain(file_name),
        "version": version,
        "file_name": path.name,
        "install_dir": "site",
        "sha256": sha256(path),
        "package_type": "package",
        "imports": [MODULES.get(file_name, file_name)],
        "depends": [plain(name) for name in NEEDS.get(file_name, required(head))],
        "unvendored_tests": False,
    }


def required(head: Message) -> list[str]:
    """The packages that a wheel asks for in every case."""
    lines = head.get_all("Requires-Dist", [])
    return [re.split(r"[^\w-]", line)[0] for line in lines if ";" not in line]


def plain(name: str) -> str:
    """A package's name as the list spells it."""
    return name.lower().replace("_", "-")


def gather(out: Path) -> None:
    """All of it in one folder, with a list that knows it."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name in wanted():
        shutil.copy(FILES / name, out)
    for path in WHEELS.glob("*.whl"):
        if not path.name.startswith("jupyterlite"):
            shutil.copy(path, out)
    own(out)
    known = official()
    packages = known["packages"]
    for path in sorted(out.glob("*-none-any.whl")):
        if path.name not in wanted():
            new = entry(path)
            packages[str(new["name"])] = new
    for package in packages.values():
        package["depends"] = [n for n in package["depends"] if plain(n) in packages]
    listed = {"info": known["info"], "packages": packages}
    (out / "pyodide-lock.json").write_text(json.dumps(listed), "utf8")
    compile_all(out)
    for package in packages.values():
        package["sha256"] = sha256(out / package["file_name"])
    (out / "pyodide-lock.json").write_text(json.dumps(listed), "utf8")
    for name, few in FEW.items():
        packages[name]["depends"] = few
    (out / "few.json").write_text(json.dumps(listed), "utf8")
