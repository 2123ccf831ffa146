"""Run notebooks in place and commit-ready: `python -m tools.refresh [NOTEBOOK ...]`."""

import sys
from pathlib import Path

from tools import notebooks
from tools.execute import execute_all
from tools.first_cell import put, write


def main() -> int:
    """Refresh the named notebooks, or all of them."""
    paths = [Path(name).resolve() for name in sys.argv[1:]] or notebooks()
    for path in paths:
        put(path)  # the cell that every notebook begins with
    failures = execute_all(paths, write)
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return len(failures) > 0


if __name__ == "__main__":
    sys.exit(main())
