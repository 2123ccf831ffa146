"""Every chapter runs to its end in the reader's browser, and prints what is committed."""

import nbformat
import pytest
from playwright.sync_api import Page

from lite.without_torch import left_out
from tests.site.in_browser import differing, errors, run
from tools import ROOT, notebooks

NAMES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in notebooks()]


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_runs(page: Page, served: str, name: str) -> None:
    cells, foreign, _ = run(page, served, name)
    assert not errors(cells)
    assert not foreign
    committed = nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells
    shown_only = left_out(committed)  # these need PyTorch
    run_there = [cell for number, cell in enumerate(committed) if number not in shown_only]
    assert not differing(run_there, cells)
