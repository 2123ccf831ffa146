"""Measure and write the tables: `python -m benchmarks [MODULE ...]` renews those of its modules."""

import os
import platform
import re
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.row import Row

MODULES = (
    "gaussian",
    "categorical",
    "mixture",
    "mixing",
    "build",
    "weight",
    "reader",
    "latency",
    "lighthouse",
)
TABLES = Path(__file__).with_name("README.md")
HEAD = """# Benchmarks

`make bench` measures and writes this page; `make bench ARGS=weight` renews one table. Speeds are
ratios of two times in one run, on one thread; sizes are compressed as a server sends them. What a
reader waits for is timed on a phone, played by Chromium: a processor 4 times slower, 150 ms,
1.6 Mbit/s, nothing in the cache; the machine's load stands with it.
"""
COLUMNS = "| what | measured | bound | |\n|---|---|---|---|\n"


def table(name: str, rows: list[Row]) -> str:
    """What a module measured, and on what machine."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    lines = "".join(f"{row.line()}\n" for row in rows)
    return f"## {name}\n\n{COLUMNS}{lines}\nMeasured with {machine}.\n"


def write(measured: dict[str, str]) -> None:
    """Put new tables in the place of the old ones."""
    kept = re.split(r"^(?=## )", TABLES.read_text("utf8"), flags=re.MULTILINE)[1:]
    tables = {text.splitlines()[0].removeprefix("## "): text.strip() + "\n" for text in kept}
    tables |= measured
    TABLES.write_text("\n".join([HEAD, *(tables[n] for n in MODULES if n in tables)]), "utf8")


def main() -> int:
    """Measure, print, write; return 1 if a bound is broken."""
    held = True
    for name in sys.argv[1:] or MODULES:
        rows = []
        for row in import_module(f"benchmarks.{name}").rows():
            print(row.line(), flush=True)
            rows.append(row)
            held &= row.holds
        write({name: table(name, rows)})
    return not held


if __name__ == "__main__":
    sys.exit(main())
