"""Run an experiment that is killed when it stores something, and note each generation it makes.

`python -m tests.release.killed NAME STORE MOMENT NOTES [FOLDER]`, where MOMENT is "after" (the
first file has its name), "before" (the second gets it) or "never", and FOLDER holds data.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modelcollapse.experiments import chains, run_experiment
from modelcollapse.experiments.task import Chain

name, store, moment, notes, *data = sys.argv[1:]
replaced, noted, named = Path.replace, chains.noted, 0


def replace(path: Path, target: Path) -> Path:
    """Give a file its name, as far as this process comes."""
    global named
    named += 1
    if (moment, named) == ("before", 2):
        os.kill(os.getpid(), signal.SIGKILL)
    whole = replaced(path, target)
    if moment == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return whole


@contextmanager
def writing_down(chain: Chain, generation: int) -> Iterator[None]:
    """Note a generation when it is made."""
    with noted(chain, generation):
        yield
    with Path(notes).open("a", encoding="utf8") as file:
        file.write(f"{generation} of {chain.label}\n")


chains.UNSAVED = 0.0  # else generations of milliseconds are stored together
chains.noted = writing_down
Path.replace = replace
run_experiment(name, store=store, data=data[0] if data else None, progress=False)
