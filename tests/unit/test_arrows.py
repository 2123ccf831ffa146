"""Imports of the package run downwards only: a file may use what stands before its own layer."""

import ast
from pathlib import Path

import modelcollapse

ROOT = Path(modelcollapse.__file__).parent
# From below to above. A folder stands for its files, which may use one another.
LAYERS = (
    ("validation", "figures"),
    ("content", "store", "datasets", "theory", "explorer"),
    ("families.base",),
    ("families", "regimes"),
    ("keeping", "selection", "distances", "metrics"),
    ("plan",),
    ("recording",),
    ("loop",),
    ("grid", "experiments"),
)
OF_THE_CONTRACT = {"families.base", "families.empirical", "families.outward"}


def layer(module):
    """Where a module stands, by its longest name among the layers."""
    found = [
        (len(name), place)
        for place, names in enumerate(LAYERS)
        for name in names
        if module == name or module.startswith(f"{name}.")
    ]
    return max(found)[1]


def arrows():
    """Pairs of modules of which the first imports the second."""
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.ImportFrom) and node.level and parts[-1] != "__init__":
                above = parts[: len(parts) - node.level]
                names = [node.module] if node.module else [alias.name for alias in node.names]
                yield from ((".".join(parts), ".".join((*above, name))) for name in names)


def test_no_arrow_points_upwards():
    found = list(arrows())
    assert len(found) > 100
    upwards = [pair for pair in found if layer(pair[0]) < layer(pair[1])]
    assert upwards == []


def test_loop_and_regimes_know_no_family():
    knowing = ("loop", "plan", "recording", "regimes", "keeping", "selection", "grid")
    known = {goal for start, goal in arrows() if start in knowing and goal.startswith("families")}
    assert known <= OF_THE_CONTRACT
