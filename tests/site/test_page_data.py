"""What a page carries for its explorers is what the package computes, to the digits shown.

The cells of a page's notebook run here, up to its last explorer: for every page before a release,
for two otherwise.
"""

import contextlib
import io
import json
import warnings
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pytest

from benchmarks.pages import with_explorers
from modelcollapse.explorer import Explorer
from tests.site.page_data import explorers
from tools import ROOT
from tools.execute import skipped

QUICK = ["book/index.html", "book/phenomenon/what-is-model-collapse.html"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the pages."""
    if "name" in metafunc.fixturenames:
        everything = metafunc.config.getoption("--all-pages")
        metafunc.parametrize("name", with_explorers() if everything else QUICK)


def built(name: str) -> list[Explorer]:
    """The explorers that the page's notebook makes, in their order."""
    path = ROOT / Path(name).with_suffix(".ipynb")
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    cells = [c.source for c in code if not skipped(c)]
    last = max(i for i, source in enumerate(cells) if "Explorer(" in source)
    made: list[Explorer] = []
    plain = Explorer.__init__

    def noted(self: Explorer, *args: object, **options: object) -> None:
        plain(self, *args, **options)
        made.append(self)

    mpl.use("agg")
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(path.parent):
        patch.setattr(Explorer, "__init__", noted)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            space = {"__name__": "__main__"}
            for source in cells[: last + 1]:
                exec(compile(source, str(path), "exec"), space)
    return made


def resolution(record: dict, exact: np.ndarray) -> np.ndarray:
    """Half of the last digit, or of the step, with which each number is carried."""
    halves = np.empty((len(record["formats"]), exact.size // len(record["formats"])))
    rows = exact.reshape(halves.shape)
    for half, row, form in zip(halves, rows, record["formats"], strict=True):
        if "step" in form:
            half[:] = form["step"] / 2
        elif "decimals" in form:
            half[:] = 0.5 * 10.0 ** -form["decimals"]
        else:  # three significant digits
            size = np.floor(np.log10(np.abs(row), where=row != 0, out=np.zeros_like(row)))
            half[:] = 0.5 * 10.0 ** (size - 2) + 1e-70
    return halves.reshape(exact.shape)


def test_page_carries_the_numbers_of_the_package(site: Path, name: str) -> None:
    carried, made = explorers(site, name), built(name)
    assert len(carried) == len(made) > 0
    compared = 0
    for spec, explorer in zip(carried, made, strict=True):
        spec.pop("start")  # a position, which the page has beside it
        if "chain" in spec:  # the page computes
            assert spec == json.loads(json.dumps(explorer._record))
            continue
        for quantity, record in spec["quantities"].items():
            if "values" not in record:
                continue  # text, which is compared where it is drawn
            exact = explorer.data[quantity].transpose(*record["dims"]).values.astype(float)
            exact = np.where(np.isfinite(exact), exact, np.nan)
            assert np.array_equal(np.isnan(exact), np.isnan(record["values"])), quantity
            apart = np.abs(record["values"] - exact)
            assert np.all((apart <= 1.000001 * resolution(record, exact)) | np.isnan(exact))
            compared += exact.size
    assert compared > 1000 or any("chain" in spec for spec in carried)
