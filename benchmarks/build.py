"""The time of a build, from nothing and with nothing changed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.row import Row
from tools import BUILD, ROOT

COLD, WARM = 600.0, 20.0  # seconds


def rows() -> Iterator[Row]:
    """Both builds."""
    shutil.rmtree(BUILD, ignore_errors=True)
    yield build("whole book, cold", COLD)
    yield build("whole book, nothing changed", WARM)


def build(what: str, bound: float) -> Row:
    """The time of one build."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=ROOT, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    return Row(what, f"{seconds:.1f} s", f"under {bound:.0f} s", seconds < bound)
