"""Clouds, pictures and text in a browser: what is seen is what the data set holds."""

import re

import numpy as np
import pytest
import xarray as xr
from playwright.sync_api import Locator, Page

from modelcollapse.explorer import Cloud, Explorer, Images, Lines, Text
from modelcollapse.explorer.script import classic

PAPER = 0.07  # of the ink, as in images.js


def shown(page: Page, explorer: Explorer) -> Locator:
    """The explorer, alone on a page."""
    page.set_content(f"<main>{explorer.html()}</main><script>{classic()}</script>")
    drawn = "async () => { for (const _ of '12') await new Promise(requestAnimationFrame); }"
    page.evaluate(drawn)  # when it has been laid out
    return page.locator(".mc")


@pytest.fixture
def pictures() -> xr.Dataset:
    """Five pictures of 4 by 3 pixels (an odd number in all), one pixel missing."""
    values = np.random.default_rng(0).random((3, 7, 5, 4, 3))
    values[1, 2, 0, 0, 0] = np.nan
    return xr.Dataset({"images": (("replicate", "generation", "image", "row", "column"), values)})


@pytest.fixture
def mixture() -> xr.Dataset:
    """One component that shrinks to a point, and one that becomes a needle."""
    rng, generations = np.random.default_rng(1), 4
    means = rng.normal(0, 3, (2, generations, 2, 2))
    covs = np.zeros((2, generations, 2, 2, 2))
    covs[:, :, 0] = np.eye(2) * np.array([1.0, 0.25, 0.01, 0.0])[:, None, None]
    covs[:, :, 1] = [[1.0, 1.0], [1.0, 1.0]]
    points = rng.normal(0, 4, (2, generations, 50, 2))
    dims = ("replicate", "generation")
    return xr.Dataset(
        {
            "points": ((*dims, "point", "axis"), points),
            "means": ((*dims, "component", "axis"), means),
            "covs": ((*dims, "component", "axis", "axis_"), covs),
            "weights": ((*dims, "component"), np.full((2, generations, 2), [0.25, 0.75])),
            "width": (dims, covs[..., 0, 0, 0]),
        }
    )


def ink(root: Locator) -> np.ndarray:
    """The opacity of the canvas, as (row, column)."""
    read = "c => [c.width, ...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
    width, *data = root.locator("canvas").evaluate(read)
    return np.array(data[3::4]).reshape(-1, width) / 255


def test_pictures_have_the_greys_of_the_data(page: Page, pictures: xr.Dataset) -> None:
    root = shown(page, Explorer(pictures, [Images()], start={"replicate": 1, "generation": 2}))
    sheet = ink(root)
    across = (sheet.shape[1] + 1) // 4  # pictures 3 wide, with gaps of 1
    for i, picture in enumerate(pictures["images"].values[1, 2]):
        top, left = i // across * 5, i % across * 4
        seen = (sheet[top : top + 4, left : left + 3] - PAPER) / (1 - PAPER)
        known = np.isfinite(picture)
        assert np.abs(seen - picture)[known].max() < 0.5 / 14 + 0.01
        assert np.all(sheet[top : top + 4, left : left + 3][~known] == 0)
    label = root.get_by_role("img").get_attribute("aria-label")
    assert label == "Images: 5 pictures of 4 by 3 pixels. At generation 2, run 2 of 3."
    root.get_by_role("slider").press("ArrowRight")
    assert np.abs(ink(root) - sheet).max() > 0.2
    root.get_by_role("button", name="New run").click()
    assert "generation 3, run 3 of 3" in root.get_by_role("img").get_attribute("aria-label")


def places(root: Locator, name: str) -> np.ndarray:
    """The first points of the subpaths of a drawn path."""
    d = root.locator(f"path.{name}").first.get_attribute("d")
    return np.array(re.findall(r"M(-?[\d.]+) (-?[\d.]+)", d), dtype=float)


def test_clouds_lie_where_the_data_lie(page: Page, mixture: xr.Dataset) -> None:
    explorer = Explorer(mixture, [Cloud(weights="weights"), Lines("width")])
    root = shown(page, explorer)
    assert root.locator("dd[data-name]").count() == 1
    slider = root.get_by_role("slider")
    slider.press("Home")
    drawing = root.get_by_role("img").first
    units = []
    for generation in range(4):
        points = mixture["points"].values[0, generation]
        drawn = places(root, "mc-points")
        (a, b), (c, d) = (np.polyfit(points[:, i], drawn[:, i], 1) for i in (0, 1))
        assert a == pytest.approx(-c, rel=0.01)  # one scale, y upwards
        assert np.abs(drawn - points * [a, c] - [b, d]).max() < 1.0  # pixels
        units.append(a)
        for k, mean in enumerate(mixture["means"].values[0, generation]):
            mark = places(root, f"mc-mark.mc-c{k + 1}")[0] + ([4, 0] if k == 0 else [3.5, 3.5])
            assert np.abs(mark - mean * [a, c] - [b, d]).max() < 1.0
        deviation = mixture["width"].values[0, generation] ** 0.5
        long, short = map(float, ellipse(root, 0))
        assert long == short == pytest.approx(2 * a * deviation, abs=0.2)
        long, short = map(float, ellipse(root, 1))
        assert short == 0
        assert long == pytest.approx(2 * a * np.sqrt(2), rel=0.02)
        label = drawing.get_attribute("aria-label")
        assert f"component 1 at ({words(mixture, generation)})" in label
        slider.press("ArrowRight")
    assert np.ptp(units) < 0.01 * units[0]  # the limits are the same for all generations
    stroke = "p => parseFloat(getComputedStyle(p).strokeWidth)"
    thick = [root.locator(f"path.mc-ellipse.mc-c{k}").evaluate(stroke) for k in (1, 2)]
    assert thick[0] < thick[1]


def ellipse(root: Locator, component: int) -> tuple[str, str]:
    """The half axes of a component's ellipse."""
    d = root.locator(f"path.mc-ellipse.mc-c{component + 1}").get_attribute("d")
    return re.search(r"A([\d.]+) ([\d.]+) ", d).groups()


def words(mixture: xr.Dataset, generation: int) -> str:
    """The first component's mean as the label says it."""
    mean = mixture["means"].values[0, generation, 0]
    return ", ".join(f"{v:.3f}".replace("-", "−") for v in mean)


@pytest.fixture
def passages() -> xr.Dataset:
    """What follows two prompts: some long, one hard to set, and shorter with the generations."""
    shape = {"setting": 2, "generation": 4, "replicate": 2, "prompt": 2}
    texts = [
        f"words {at} " * (1 + 5 * (4 - at[1]) * (1 + at[2])) for at in np.ndindex(*shape.values())
    ]
    samples = np.array(texts, dtype=object).reshape(tuple(shape.values()))
    samples[1, 2, 1, 0] = "<b>no tag</b>\n\n$x^2$ </script><!--<script> " + 200 * "x"
    coords = {"setting": ["alone", "mixed"], "prompt": ["The tower", "In 1998"]}
    return xr.Dataset({"sample": (tuple(shape), samples)}, coords)


@pytest.mark.parametrize("width", [1280, 390])
def test_text_follows_the_sliders_and_stays_in_its_place(
    page: Page, passages: xr.Dataset, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    root = shown(page, Explorer(passages, [Text("sample", over="prompt")]))
    figure = root.get_by_role("figure", name="Sample")
    layouts, slider = set(), root.get_by_role("slider")
    for setting in ("alone", "mixed"):
        root.get_by_role("combobox").select_option(setting)
        for run in range(2):
            slider.press("Home")
            for generation in range(4):
                here = passages["sample"].sel(setting=setting, generation=generation, replicate=run)
                lines = figure.get_by_role("paragraph").all()
                for line, text in zip(lines, here, strict=True):
                    assert line.text_content() == f"{text['prompt'].item()} {text.item()}"
                places = [line.bounding_box()["y"] for line in lines]
                layouts.add((root.bounding_box()["height"], *places))
                slider.press("ArrowRight")
            root.get_by_role("button", name="New run").click()
    assert len(layouts) == 1, "the page jumps"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
