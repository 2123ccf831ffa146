"""A run that is killed while it writes goes on, without losing or repeating what was stored.

The kill comes at the worst moments: just before and just after a file gets its name. Random
moments, and all experiments, are for tests/release.
"""

import shutil
import signal
import subprocess
import sys

import pytest

from modelcollapse import experiments
from modelcollapse.experiments import chains, mixtures
from modelcollapse.experiments.runner import run_experiment
from tests.release.kill import same_bytes

GENERATIONS = 6
CHAIN = list(mixtures.chains(50, 1, mixtures.PAPER, 8, generations=GENERATIONS))
# Runs in a process of its own: writes each generation, and is killed in the writing of the fourth
KILLED = f"""
import os, signal, sys
from pathlib import Path
from modelcollapse.experiments import chains, mixtures
from modelcollapse.experiments.runner import run_experiment

chains.UNSAVED = 0.0
mixtures.PRESETS["smoke"] = lambda: mixtures.chains(
    50, 1, mixtures.PAPER, 8, generations={GENERATIONS}
)
whole, moment, replaced = Path.replace, sys.argv[1], []

def replace(path, target):
    replaced.append(target)
    if len(replaced) == 4 and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    whole(path, target)
    if len(replaced) == 4:
        os.kill(os.getpid(), signal.SIGKILL)

Path.replace = replace
run_experiment("mixtures", store=sys.argv[2], progress=False)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The stores that runs have left which were killed before or after the fourth file's naming."""
    left = {}
    for moment in ("before", "after"):
        left[moment] = tmp_path_factory.mktemp(moment)
        words = [sys.executable, "-c", KILLED, moment, str(left[moment])]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
    return left


@pytest.fixture
def run(monkeypatch):
    """Gives what runs a short chain of mixtures here; it returns the result and the fits made."""
    monkeypatch.setattr(chains, "UNSAVED", 0.0)
    monkeypatch.setitem(mixtures.PRESETS, "smoke", lambda: CHAIN)
    advance = mixtures.Mixtures.advance

    def go(store):
        made = []

        def counted(self, chain, generation, memory, tell):
            made.append(generation)
            return advance(self, chain, generation, memory, tell)

        monkeypatch.setattr(mixtures.Mixtures, "advance", counted)
        path = run_experiment("mixtures", store=store, progress=False)
        return experiments.load(path), made

    return go


@pytest.mark.parametrize(("moment", "stored"), [("before", 2), ("after", 3)])
def test_a_killed_run_goes_on_to_the_same_result(run, killed, tmp_path, moment, stored):
    """The fourth file to be written is that of generation 3, since generation 0 has one."""
    store = shutil.copytree(killed[moment], tmp_path / "killed")
    result, made = run(store)
    assert made == list(range(stored + 1, GENERATIONS + 1)), "neither lost nor repeated"
    whole, _ = run(tmp_path / "whole")
    assert same_bytes(whole, result)
    assert [path.name for path in store.iterdir()] == ["mixtures-smoke.nc"], "no part is left"


def test_a_kill_that_loses_something_is_found(run, killed, tmp_path, monkeypatch):
    """The same comparison, where a part of the memory does not come back."""
    read = chains.read

    def forgetful(path, identity):
        state = read(path, identity)
        state.memory |= {"sums": 0 * state.memory["sums"]}
        return state

    store = shutil.copytree(killed["after"], tmp_path / "killed")
    monkeypatch.setattr(chains, "read", forgetful)
    result, _ = run(store)
    whole, _ = run(tmp_path / "whole")
    assert not same_bytes(whole, result)


def test_the_cheapest_experiment_is_killed_and_run_again(tmp_path):
    """The command itself, on the text that comes with Python."""
    words = [sys.executable, "-m", "modelcollapse.experiments", "counts", "--store"]
    killed = subprocess.Popen(
        [*words, tmp_path / "killed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with pytest.raises(subprocess.TimeoutExpired):
        killed.wait(0.5)
    killed.kill()
    killed.wait()
    whole, again = (
        run_experiment("counts", store=tmp_path / name, progress=False)
        for name in ("whole", "killed")
    )
    assert same_bytes(experiments.load(whole), experiments.load(again))
