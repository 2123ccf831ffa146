"""An experiment that is killed at any moment ends as if nothing had happened."""

import contextlib
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from modelcollapse.experiments import EXPERIMENTS, load
from tests.release.kill import command, same_bytes, survives

KILLS = 3  # `python -m tests.release.kill NAME --times 10` does it as often as asked
DATA = {"vae": "digits"}  # those that come with scikit-learn


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_same_command_goes_on_to_the_same_result(name, tmp_path):
    random.seed(name)
    equal, moments = survives(name, KILLS, tmp_path, data=DATA.get(name))
    assert len(moments) == KILLS
    assert equal, f"killed after {moments} seconds"


@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name != "mixtures"])
def test_a_run_that_is_killed_at_every_file_makes_no_stored_generation_again(name, tmp_path):
    """Mixtures would be killed 400 times, and `tests/unit/test_kill_and_resume.py` kills them."""
    whole, kills, once = until_done(name, tmp_path, "never")
    assert kills == 0
    assert set(once.values()) == {1}

    after, kills, made = until_done(name, tmp_path, "after")
    assert kills == len(once) + 1, "at each generation, and at the result"
    assert made == once
    assert same_bytes(whole, after)

    before, kills, made = until_done(name, tmp_path, "before")
    assert made.keys() == once.keys()
    assert made.total() - once.total() in (kills - 1, kills), "a kill costs one, or the result none"
    assert max(made.values()) <= 2
    assert same_bytes(whole, before)


def until_done(name, folder, moment):
    """Run it again and again until it ends; the result, the kills, and the generations made."""
    store, notes = folder / moment, folder / f"{moment}.txt"
    words = [sys.executable, "-m", "tests.release.killed", name, store, moment, notes]
    words += filter(None, [DATA.get(name)])
    kills, done = -1, None
    while done is None or done.returncode == -signal.SIGKILL:
        kills += 1
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = store.iterdir()  # no part is left
    return load(path), kills, Counter(notes.read_text("utf8").splitlines())


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
