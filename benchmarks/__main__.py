"""Measure everything and write the table: `python -m benchmarks [MODULE ...]`."""

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.row import Row

MODULES = ("gaussian", "categorical", "mixture", "pages")
TABLE = Path(__file__).with_name("README.md")
HEAD = """# Benchmarks

`make bench` measures and writes this page. Speeds are ratios of two times in one run, on one
thread; sizes are compressed as a server sends them.

| what | measured | bound | |
|---|---|---|---|
"""


def main() -> int:
    """Measure, print, write; return 1 if a bound is broken."""
    rows: list[Row] = []
    for name in sys.argv[1:] or MODULES:
        for row in import_module(f"benchmarks.{name}").rows():
            print(row.line(), flush=True)
            rows.append(row)
    if not sys.argv[1:]:
        machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
        lines = "".join(f"{row.line()}\n" for row in rows)
        TABLE.write_text(f"{HEAD}{lines}\nMeasured with {machine}.\n")
    return not all(row.holds for row in rows)


if __name__ == "__main__":
    sys.exit(main())
