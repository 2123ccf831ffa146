"""Renew the pictures of the lab's page: `python -m book.pictures.lab`.

Runs the lab's notebook in JupyterLab, works its widgets as a reader would, and keeps
what is then below the cells, in few colours, under `book/_static/lab`.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tests.release.jupyterlab import beginning, cell_with, jupyterlab, run_all
from tools import ROOT
from tools.browser import launch

NOTEBOOK = ROOT / "book/teaching/explorer-lab.ipynb"
FOLDER = ROOT / "book/_static/lab"
SCREEN = {"width": 960, "height": 1600}
COLOURS = 64
STILL = 6  # seconds: a slow machine answers the last of many messages late
BARE = ".jp-Collapser, .jp-cell-toolbar { visibility: hidden; }"


def settled(part: Locator) -> bytes:
    """A picture of a part of the page, once it has stayed the same for some seconds."""
    seen, same = b"", 0
    while same < STILL:
        part.page.wait_for_timeout(1000)
        now = part.screenshot(animations="disabled")
        same = same + 1 if now == seen else 0
        seen = now
    return seen


def keep(part: Locator, name: str) -> None:
    """Store a picture in few colours."""
    part.page.mouse.move(0, 0)  # no tip under the pointer
    with Image.open(io.BytesIO(settled(part))) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    few.save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}: {(FOLDER / name).with_suffix('.png').stat().st_size / 1000:.0f} kB")


def take_all(page: Page) -> None:
    """Work the widgets, one step of the lab after the other."""
    slider = cell_with(page, "seed_box = widgets.BoundedIntText")
    slider.locator(".noUi-handle").focus()
    for _ in range(8):
        page.keyboard.press("PageUp")
    keep(slider, "slider")

    link = cell_with(page, "pair = widgets.jslink")
    field = link.locator("input[type=number]")
    field.fill("137")
    field.press("Enter")
    keep(link, "link")

    film = cell_with(page, "clock = widgets.Play")
    field.fill("20")
    field.press("Enter")
    film.locator(".noUi-handle").nth(1).focus()
    page.keyboard.press("End")
    keep(film, "play")

    second = cell_with(page, "second = mc.Explorer")
    sizes = second.locator(".mc input[type=range]").first
    while sizes.get_attribute("aria-valuetext") != "17 points":
        sizes.press("ArrowLeft")  # it was left at 30
    keep(second.locator(".mc"), "off-grid")

    linked = cell_with(page, "where = widgets.HTML()")
    generation = linked.locator(".mc").first.locator("input[type=range]").nth(1)
    generation.press("Home")
    for _ in range(12):
        generation.press("ArrowRight")
    keep(linked.locator(".jp-OutputArea").first, "linked")


def main() -> int:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder, home = Path(place, "lab"), Path(place, "home")
        folder.mkdir()
        beginning(NOTEBOOK, "### Step 10", folder / NOTEBOOK.name)
        browser = launch(playwright)
        page = browser.new_page(viewport=SCREEN, reduced_motion="reduce")
        with jupyterlab(folder, home) as address:
            run_all(page, address, NOTEBOOK.name)
            page.add_style_tag(content=BARE)
            take_all(page)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
