"""The words beside an axis are read whole, however long the numbers are."""

import numpy as np
import pytest
import xarray as xr
from playwright.sync_api import Page

from modelcollapse.explorer import Bars, Explorer, Lines
from tests.site.test_panels import shown

CUT = """() => [...document.querySelectorAll(".mc svg text")].filter((text) => {
  const { x, width } = text.getBBox();
  return text.textContent && (x < 0 || x + width > text.ownerSVGElement.clientWidth);
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(("low", "high"), [(1, 3e6), (0.999901, 0.999904), (2e-44, 2.3e-44)])
def test_numbers_beside_the_axis_are_whole(page: Page, low: float, high: float, log: bool) -> None:
    data = xr.Dataset({"size": ("generation", np.geomspace(high, low, 11))})
    shown(page, Explorer(data, [Lines("size", log=log)]))
    assert page.locator(".mc svg text").count() > 5
    assert page.evaluate(CUT) == []


def test_so_are_those_beside_bars(page: Page) -> None:
    values = np.geomspace(1, 4e6, 12).reshape(3, 4)
    data = xr.Dataset({"count": (("generation", "state"), values)}, {"state": range(4)})
    shown(page, Explorer(data, [Bars("count", over="state")]))
    assert page.evaluate(CUT) == []
