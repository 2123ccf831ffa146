"""Kill an experiment at random moments and see that it ends as if nothing had happened.

`python -m tests.release.kill mixtures --times 10`
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xarray as xr

from modelcollapse import experiments


def command(name: str, preset: str, data: str | None, store: Path) -> list[str]:
    """The experiment's command line."""
    words = [sys.executable, "-m", "modelcollapse.experiments", name, "--preset", preset]
    return [*words, "--store", str(store), *(["--data", data] if data else [])]


def finish(words: list[str], store: Path) -> xr.Dataset:
    """Run the command to its end; return the one result that is then in the store."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr}")
    [path] = store.iterdir()
    return experiments.load(path)


def kill_after(words: list[str], seconds: float) -> bool:
    """Start the command and send SIGKILL after so long; False if it had ended before."""
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        return True
    return False


def same_bytes(a: xr.Dataset, b: xr.Dataset) -> bool:
    """Whether two results hold the same numbers, bit for bit; attributes do not count."""
    if list(a.variables) != list(b.variables):
        return False
    pairs = [(a[name], b[name]) for name in a.variables]
    return all(
        x.dims == y.dims and x.dtype == y.dtype and content(x) == content(y) for x, y in pairs
    )


def content(variable: xr.DataArray) -> object:
    """The bytes of numbers; the list of texts."""
    values = variable.values
    return values.tolist() if values.dtype == object else values.tobytes()


def survives(
    name: str, times: int, folder: Path, *, preset: str = "smoke", data: str | None = None
) -> tuple[bool, list[float]]:
    """Whether the result after so many kills is the undisturbed one; and when the kills came.

    Each kill comes at a random moment of a run that would otherwise take as long as the
    undisturbed one. A run that ends before its kill starts afresh, in a new store.
    """
    start = time.perf_counter()
    whole = finish(command(name, preset, data, folder / "whole"), folder / "whole")
    length = time.perf_counter() - start
    moments: list[float] = []
    equal, attempt = True, 0
    while len(moments) < times:
        store = folder / f"killed-{attempt}"
        words = command(name, preset, data, store)
        cut_off = True
        while cut_off and len(moments) < times:
            moment = random.uniform(0, length)
            cut_off = kill_after(words, moment)
            moments += [moment] * cut_off
        equal = equal and same_bytes(whole, finish(words, store))
        attempt += 1
    return equal, moments


def main() -> int:
    """Return 0 if the results are equal."""
    parser = argparse.ArgumentParser(prog="python -m tests.release.kill", description=__doc__)
    parser.add_argument("name", choices=experiments.EXPERIMENTS)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--preset", default="smoke", choices=experiments.PRESETS)
    parser.add_argument("--data")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        equal, moments = survives(
            given.name, given.times, Path(folder), preset=given.preset, data=given.data
        )
    print("killed after " + ", ".join(f"{moment:.1f}" for moment in moments) + " seconds")
    print("the result is the undisturbed one, bit for bit" if equal else "the results differ")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
