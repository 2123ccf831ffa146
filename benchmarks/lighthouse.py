"""Lighthouse's scores of the front page and of the heaviest pages."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.host import Compressing, heaviest
from benchmarks.row import Row
from tools import BUILD, SITE
from tools.browser import program, serving

GOALS = {"performance": 0.9, "accessibility": 0.95, "best-practices": 0.95, "seo": 0.9}
FORMS = {"mobile": (), "desktop": ("--preset=desktop",)}  # Lighthouse's own settings of each
RUNS = 3
INSTALL = "npm install --global lighthouse@13.5.0"


def rows() -> Iterator[Row]:
    """A row for each page, as a phone and as a desk computer."""
    if shutil.which("lighthouse") is None:
        raise RuntimeError(f"no lighthouse was found on the PATH; to install it: {INSTALL}")
    bound = ", ".join(f"{name} {goal}" for name, goal in GOALS.items())
    for score in scores(heaviest()):
        words = ", ".join(f"{name} {value:.2f}" for name, value in score.values.items())
        load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
        what = f"`{score.page}`, {score.form}, median of {RUNS}"
        yield Row(what, f"{words}; {load}", f"at least {bound}", score.holds())


class Score(NamedTuple):
    """What Lighthouse says of a page: for each category the median of the runs, from 0 to 1."""

    page: str
    form: str
    values: dict[str, float]

    def holds(self) -> bool:
        """Whether every goal is reached."""
        return all(self.values[name] >= goal for name, goal in GOALS.items())


def once(address: str, form: str) -> dict:
    """The report of one run."""
    words = ["lighthouse", address, *FORMS[form], "--output=json", "--quiet"]
    words += [f"--only-categories={','.join(GOALS)}"]
    words += ["--chrome-flags=--headless=new --no-sandbox", "--disable-full-page-screenshot"]
    words += ["--skip-audits=unused-css-rules"]  # no part of a score, and minutes on a long page
    places = {"CHROME_PATH": program() or "", "HOME": str(BUILD / "home")}
    done = subprocess.run(words, env={**os.environ, **places}, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"lighthouse failed on {address}:\n{done.stderr.decode()}")
    return json.loads(done.stdout)


def scores(names: list[str]) -> Iterator[Score]:
    """Run Lighthouse on each page, as a phone and as a desk computer."""
    with serving(SITE, Compressing) as base:
        for name in names:
            for form in FORMS:
                reports = [once(base + name, form) for _ in range(RUNS)]
                values = {
                    goal: median(r["categories"][goal]["score"] for r in reports) for goal in GOALS
                }
                yield Score(name, form, values)
