"""An experiment that is killed at any moment ends as if nothing had happened."""

import contextlib
import random
import subprocess
import time
from pathlib import Path

import pytest

from modelcollapse.experiments import EXPERIMENTS
from tests.release.kill import command, survives

KILLS = 3  # `python -m tests.release.kill NAME --times 10` does it as often as asked


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_same_command_goes_on_to_the_same_result(name, tmp_path):
    random.seed(name)
    equal, moments = survives(name, KILLS, tmp_path, data="digits" if name == "vae" else None)
    assert len(moments) == KILLS
    assert equal, f"killed after {moments} seconds"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are counted in /proc")
def test_processes_end_with_the_command_that_started_them(tmp_path):
    words = [*command("mixtures", "book", None, tmp_path), "--jobs", "2"]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert soon(lambda: list(tmp_path.rglob("*.nc"))), "the work has begun"
    started = [number for number, parent in processes().items() if parent == running.pid]
    assert len(started) >= 2
    running.kill()
    running.wait()
    assert soon(lambda: not set(started) & set(processes())), "all have ended"


def processes() -> dict[int, int]:
    """The number of each process that runs, and of the one that started it."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = path.read_text().rpartition(")")[2].split()
            if words[0] != "Z":
                found[int(path.parent.name)] = int(words[1])
    return found


def soon(happened) -> bool:
    """Whether it happens within a minute."""
    for _ in range(600):
        if happened():
            return True
        time.sleep(0.1)
    return False
