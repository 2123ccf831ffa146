"""The cell that shows readers how to build sliders: the page does not run it, so this test does."""

from collections.abc import Iterator

import matplotlib

matplotlib.use("Agg")

import ipywidgets
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
import sympy as sp

import modelcollapse as mc
from tools import ROOT
from tools.execute import skipped

CHAPTER = ROOT / "book/theory/risk-in-the-long-run.ipynb"


@pytest.fixture
def names() -> Iterator[dict]:
    """What the chapter's function and its skipped cell define, run one after the other."""
    cells = nbformat.read(CHAPTER, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    function = next(cell.source for cell in code if cell.source.startswith("def draw("))
    sliders = next(cell.source for cell in code if skipped(cell))
    known = {"mc": mc, "plt": plt, "sp": sp, "c4": mc.theory.gaussian.c4}
    known["original"] = mc.Gaussian()
    exec(function, known)
    exec(sliders, known)
    yield known
    plt.close("all")


def last_value() -> float:
    """The last point of the curve that was drawn last."""
    return float(plt.gcf().axes[0].lines[0].get_ydata()[-1])


def expected(sample_size: int, generations: int) -> float:
    """What that point should be: the mean of the same runs."""
    runs = mc.run(mc.Gaussian(), sample_size=sample_size, generations=generations, replicates=500)
    return float(mc.squared_distance(runs).mean("replicate")[-1])


def test_the_cell_is_plain_ipywidgets(names: dict) -> None:
    assert isinstance(names["M_slider"], ipywidgets.FloatLogSlider)
    assert isinstance(names["n_slider"], ipywidgets.IntSlider)
    assert isinstance(names["drawing"], ipywidgets.Output)


def test_moving_a_slider_draws_anew(names: dict) -> None:
    assert last_value() == pytest.approx(expected(100, 50))
    names["M_slider"].value = 1000
    assert last_value() == pytest.approx(expected(1000, 50))
    names["n_slider"].value = 20
    assert last_value() == pytest.approx(expected(1000, 20))
    assert "M = 1000, n = 20" in plt.gcf().axes[0].get_title()


def test_the_ends_of_the_sliders_work(names: dict) -> None:
    for slider in (names["M_slider"], names["n_slider"]):
        for end in (slider.min, slider.max):
            is_log = isinstance(slider, ipywidgets.FloatLogSlider)
            slider.value = slider.base**end if is_log else end
            assert np.isfinite(last_value())
