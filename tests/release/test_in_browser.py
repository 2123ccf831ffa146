"""Every chapter runs to its end in the reader's browser, and prints what is committed."""

import pytest
from playwright.sync_api import Page

from tests.site.in_browser import runs_as_committed
from tools import ROOT, notebooks

NAMES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in notebooks()]


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_runs(page: Page, served: str, name: str) -> None:
    runs_as_committed(page, served, name)
