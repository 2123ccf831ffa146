"""100,000 runs of live explorers have the law of the package's; wrong samplers do not.

A true statement is rejected with probability at most 1e-6 in all: 2e-8 a comparison of the plain
settings, of which there are 20, and ALARM for what pages show. Seeds are fixed besides.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.chance import FALSE_ALARM
from tests.live_chains import FLAWS, SETTINGS, Setting, load, p_values
from tests.live_pages import chain, compared
from tests.live_shown import ALARM, SHOWN, WRONG, Shown

RUNS = 100_000


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_runs_have_the_packages_law(page: Page, setting: Setting) -> None:
    load(page)
    assert min(p_values(page, setting, RUNS)) > FALSE_ALARM


@pytest.mark.parametrize("flaw", FLAWS)
def test_wrong_samplers_are_found(page: Page, flaw: str) -> None:
    load(page, *FLAWS[flaw])
    assert p_values(page, SETTINGS[0], RUNS)[1] < FALSE_ALARM


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_what_pages_compute_has_the_packages_law(page: Page, site: Path, shown: Shown) -> None:
    load(page)
    found = compared(page, chain(site, shown.page), shown, RUNS)
    assert all(p > ALARM for p in found.values()), found


@pytest.mark.parametrize("flaw", WRONG)
def test_wrong_lines_of_the_pages_script_are_found(page: Page, site: Path, flaw: str) -> None:
    right, wrong, (name, quantity) = WRONG[flaw]
    [shown] = [one for one in SHOWN if one.name == name]
    load(page, right, wrong)
    assert compared(page, chain(site, shown.page), shown, RUNS)[quantity] < ALARM
