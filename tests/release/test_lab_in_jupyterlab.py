"""The lab's plain widgets in a real JupyterLab, moved by keyboard."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.release.jupyterlab import beginning, cell_with, jupyterlab, run_all
from tools import ROOT

LAB = ROOT / "book/teaching/explorer-lab.ipynb"


class Figure:
    """A picture in JupyterLab, known by its data."""

    def __init__(self, image: Locator) -> None:
        self.image = image

    def now(self) -> str:
        """Its data."""
        return self.image.get_attribute("src") or ""

    def after(self, old: str) -> str:
        """Its data, once they are no longer the old ones."""
        expect(self.image).not_to_have_attribute("src", old)
        return self.now()


def test_jupyterlab_shows_the_widgets_at_work(page: Page, tmp_path: Path) -> None:
    expect.set_options(timeout=60_000)
    folder, home = tmp_path / "lab", tmp_path / "home"
    folder.mkdir()
    beginning(LAB, "(lab-no-kernel)=", folder / LAB.name)
    with jupyterlab(folder, home) as address:
        run_all(page, address, LAB.name)
        slider = cell_with(page, "seed_box = widgets.BoundedIntText")
        number, handle = slider.locator(".widget-readout"), slider.locator(".noUi-handle")
        figure = Figure(slider.locator(".jp-OutputArea img"))
        first = figure.now()
        handle.press("ArrowRight")
        assert number.inner_text() == "21"
        assert figure.after(first) != first
        field = cell_with(page, "pair = widgets.jslink").locator("input[type=number]")
        field.fill("20")
        field.press("Enter")
        expect(number).to_have_text("20")
        expect(figure.image).to_have_attribute("src", first)
        film = cell_with(page, "clock = widgets.Play")
        frame = Figure(film.locator(".jp-OutputArea img"))
        still = frame.now()
        film.locator(".widget-play button").first.click()
        expect(film.locator(".widget-readout").nth(1)).not_to_have_text("0")
        assert frame.after(still) != still
