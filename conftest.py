"""What every test run shares: one thread a process, and notebooks that run once.

nbval compares the outputs of each notebook with the committed ones. What it got from the kernel is
the whole output, pictures included, so it goes into the store that the book is built from.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tools import ROOT, freshness
from tools.execute import GLUE, THREADS, normalise, place, skipped

# marimo's notebook on the page "Hosting": marimo is installed by its release test alone
collect_ignore = ["book/teaching/in_marimo.py"]

for thread_count in THREADS:  # read when NumPy is imported, which has not happened yet
    os.environ.setdefault(thread_count, "1")


class Notebook(IPyNbFile):
    """A notebook under nbval: text is compared, pictures and markup are only executed."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.skip_compare += ("image/svg+xml", f"{GLUE}image/svg+xml", "text/html", "stderr")
        self.passed: dict[int, list] = {}
        self.seconds = 0.0

    def collect(self) -> Iterator[IPyNbCell]:
        """The cells that a build runs."""
        return (item for item in super().collect() if not skipped(item.cell))

    def setup(self) -> None:
        """Start the kernel, and let it keep a history as in Jupyter: a final `;` depends on it."""
        super().setup()
        self.kernel.execute_cell_input = partial(self.kernel.kc.execute, stop_on_error=False)

    def teardown(self) -> None:
        """Stop the kernel; if every cell ran and agreed, keep the outputs for the book."""
        super().teardown()
        code = [cell for cell in self.nb.cells if cell.cell_type == "code"]
        run = [(number, cell) for number, cell in enumerate(code) if not skipped(cell)]
        if len(self.passed) < len(run) or ROOT not in self.path.parents:
            return
        for count, (number, cell) in enumerate(run, start=1):
            cell.execution_count = count
            cell.outputs = [nbformat.from_dict(output) for output in self.passed[number]]
        normalise(self.nb)
        freshness.store(self.path, self.nb, self.seconds)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Iterator[None]:
    """Put our notebooks in the place of nbval's."""
    found = yield
    return [
        Notebook.from_parent(parent, path=file_path) if isinstance(node, IPyNbFile) else node
        for node in found
    ]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Take note of what each cell put out."""
    if isinstance(item, IPyNbCell) and call.when == "call" and call.excinfo is None:
        item.parent.passed[item.cell_num] = item.test_outputs
        item.parent.seconds += call.duration
    return (yield)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Empty the store if it is out of date, before any worker starts."""
    if not hasattr(session.config, "workerinput"):
        freshness.refresh()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Notebooks first, for the site is built from what they put out."""

    def order(item: pytest.Item) -> tuple[bool, bool, int]:
        run = isinstance(item, IPyNbCell)
        looks_at_site = item.nodeid.startswith("tests/site/")
        return not run, looks_at_site, place(item.path) if run else 0

    items.sort(key=order)
