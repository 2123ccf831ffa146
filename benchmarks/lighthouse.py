"""Lighthouse's scores of the front page and of the heaviest pages."""

import os
from collections.abc import Iterator

from benchmarks.row import Row
from tools import lighthouse


def rows() -> Iterator[Row]:
    """A row for each page, as a phone and as a desk computer."""
    bound = ", ".join(f"{name} {goal}" for name, goal in lighthouse.GOALS.items())
    for score in lighthouse.scores(lighthouse.heaviest()):
        words = ", ".join(f"{name} {value:.2f}" for name, value in score.values.items())
        load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
        what = f"`{score.page}`, {score.form}, median of {lighthouse.RUNS}"
        yield Row(what, f"{words}; {load}", f"at least {bound}", score.holds())
