"""What the project imports: the names that stand in its files, and whose they are."""

import ast
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

PLACES = (
    "modelcollapse",
    "verification",
    "tools",
    "book",
    "tests",
    "benchmarks",
    "problems",
    "lite",
    "copies",
    "conftest.py",
)
BY_HAND = {"datasets", "marimo"}  # their pages say so; the first is done without where missing
CALLS = {"find_spec", "import_module", "importorskip"}  # with a name in quotation marks


def files(root: Path, places: tuple[str, ...]) -> Iterator[Path]:
    """The files of some folders, and those that are named themselves."""
    for place in places:
        path = root / place
        yield from [path] if path.is_file() else sorted(path.rglob("*.*"))


def sources(root: Path, places: tuple[str, ...] = PLACES) -> Iterator[tuple[Path, str]]:
    """The Python of each file, and of each notebook without its magic lines."""
    for path in files(root, places):
        if path.suffix == ".py":
            yield path, path.read_text("utf8")
        elif path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            cells = json.loads(path.read_text("utf8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            yield path, re.sub(r"^[%!].*$", "", "\n".join(code), flags=re.MULTILINE)


def modules(source: str) -> Iterator[tuple[str, str]]:
    """The modules that are imported by their full names; with `from`, also what is taken."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            if called in CALLS and str(node.args[0].value)[:1].isalpha():
                yield str(node.args[0].value), ""


def outside(root: Path, places: tuple[str, ...] = PLACES) -> dict[tuple[str, str], list[str]]:
    """What comes from other projects, each with the files that import it."""
    paths = [path for path, _ in sources(root)]
    # a folder of scripts is itself where Python looks, a package is not
    alone = {path.stem for path in paths if not (path.parent / "__init__.py").exists()}
    own = alone | set(PLACES) | sys.stdlib_module_names | BY_HAND
    found = defaultdict(list)
    for path, source in sources(root, places):
        for module, name in modules(source):
            top = module.partition(".")[0]
            beside = path.with_name(f"{top}.py").exists()  # of a script that lies in a package
            if top not in own and not beside:
                found[module, name].append(str(path.relative_to(root)))
    return found


def normal(name: str) -> str:
    """A distribution's name as indices compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(requirements: str) -> set[str]:
    """The distributions that have a line of their own."""
    return {normal(name) for name in re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)}


def undeclared(root: Path, declared: set[str], places: tuple[str, ...] = PLACES) -> set[str]:
    """What is imported and belongs to no distribution that is declared, as `name (file)`."""
    owners, missing = packages_distributions(), set()
    for (module, _), paths in outside(root, places).items():
        top = module.partition(".")[0]
        if not declared & set(map(normal, owners.get(top, ()))):
            missing.add(f"{top} ({paths[0]})")
    return missing
