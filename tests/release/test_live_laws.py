"""100,000 runs of live explorers have the law of the package's; wrong samplers do not.

A true statement is rejected with probability at most 2e-8 a comparison, 1e-6 in all.
"""

import pytest
from playwright.sync_api import Page

from tests.chance import FALSE_ALARM
from tests.live_chains import FLAWS, SETTINGS, Setting, load, p_values

RUNS = 100_000


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_runs_have_the_packages_law(page: Page, setting: Setting) -> None:
    load(page)
    assert min(p_values(page, setting, RUNS)) > FALSE_ALARM


@pytest.mark.parametrize("flaw", FLAWS)
def test_wrong_samplers_are_found(page: Page, flaw: str) -> None:
    load(page, flaw)
    assert p_values(page, SETTINGS[0], RUNS)[1] < FALSE_ALARM
