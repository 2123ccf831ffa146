"""An explorer that computes, in the browser: it says what its twin in Python says."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import modelcollapse as mc
from modelcollapse.explorer import Bars, Density, Explorer, Lines, LiveCategorical, LiveGaussian
from modelcollapse.explorer.computed import MANY
from modelcollapse.explorer.script import classic, extra
from tests.site.test_explorer_at_rest import READ

N = 30
FRAMES = "async () => { for (const _ of '12') await new Promise(requestAnimationFrame); }"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


def gaussian(**start: object) -> Explorer:
    """Two menus, every panel that shows runs."""
    regimes = {
        "replace": mc.Replace(),
        "accumulate": mc.Accumulate(),
        "mix": mc.Mixing(0.2, 0.7, 0.1),
        "keep": lambda M: mc.KeepOriginal(max(1, round(M / 10)) / M),
        "subsample": mc.Subsample(),
    }
    chain = LiveGaussian(
        regime=regimes, ddof={"unbiased": 1, "likelihood": 0}, generations=N, sample_sizes=(2, 900)
    )
    panels = [
        Density(),
        Lines("variance", theory=["expected_variance", "typical_variance"], log=True),
        Lines("mu", theory=["mu_low", "mu_high"]),
        Lines("distance", theory=["risk", "paper_risk"]),
    ]
    return Explorer(None, panels, live=chain, start={"sample_size": 10, **start})


def shares() -> Explorer:
    """A menu and a slider of shares."""
    ways = {"last": lambda s: mc.Mixing(1 - s, s, 0), "kept": mc.KeepOriginal}
    chain = LiveGaussian(
        ways, ddof=0, generations=N, sample_sizes=(20, 90), shares=[0, 0.05, 0.3, 1]
    )
    return Explorer(None, [Lines("variance", theory="expected_variance")], live=chain)


def biased() -> Explorer:
    """A slider of sampling biases."""
    chain = LiveGaussian(generations=N, sample_sizes=(2, 900), biases=[0.9, 1, 1.2, 1.4])
    lines = Lines("variance", theory=["expected_variance", "typical_variance"], log=True)
    return Explorer(None, [lines], live=chain, start={"sample_size": 5, "bias": 1.2})


def states() -> Explorer:
    """Bars, whole numbers and shares."""
    chain = LiveCategorical([0.4, 0.3, 0.2, 0.05, 0.05], generations=N, sample_sizes=(1, 5000))
    panels = [
        Bars("p", over="state"),
        Lines("states", theory="expected_states"),
        Lines("diversity", "generation"),
    ]
    return Explorer(None, panels, live=chain)


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Callable[[Explorer], Locator]:
    """Show an explorer, alone on a page, and see that nothing is fetched and nothing fails."""
    asked: list[str] = []
    failed: list[str] = []

    def show(explorer: Explorer) -> Locator:
        host = explorer.html().replace("<div class", '<div id="explorer-1" class', 1)
        script = f"<script data-linked>{classic(live=True)}</script>"
        file = tmp_path / "page.html"
        file.write_text(f"<!doctype html><meta charset=utf8><main>{host}</main>{script}", "utf8")
        page.goto(file.as_uri())
        page.evaluate(FRAMES)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        return page.locator(".mc")

    yield show
    assert asked == []
    assert failed == []


def numbers(root: Locator) -> dict[str, str]:
    """What is read beside the sliders."""
    cells = root.locator("dd[data-name]").all()
    return {str(cell.get_attribute("data-name")): cell.inner_text() for cell in cells}


def go(root: Locator, explorer: Explorer, **position: object) -> dict[str, str]:
    """Go to a position by its link; gives the numbers that Python has there."""
    explorer.position = position
    query = "&".join(f"{name}={value}" for name, value in explorer.position.items())
    root.page.evaluate("(query) => { location.hash = `explorer-1?${query}`; }", query)
    root.page.evaluate(FRAMES)
    if position.get("show") == MANY:
        expect(root.locator("dt").last).to_contain_text("of 1,000 runs", timeout=20_000)
    return explorer.readout()


def test_page_and_package_say_the_same(shown: Callable[[Explorer], Locator]) -> None:
    explorer = gaussian()
    root = shown(explorer)
    assert numbers(root) == explorer.readout()
    rng = np.random.default_rng(3)
    for _ in range(25):
        position = {
            "sample_size": int(np.exp(rng.uniform(np.log(2), np.log(900)))),
            "regime": str(rng.choice(["replace", "accumulate", "mix", "keep"])),
            "fit": str(rng.choice(["unbiased", "likelihood"])),
            "generation": int(rng.integers(N + 1)),
            "replicate": int(rng.integers(10**6)),
            "seed": int(rng.integers(10**6)),
        }
        told = go(root, explorer, **position)
        assert numbers(root) == told, position
        words = f"run {position['replicate'] + 1}, seed {position['seed']}"
        assert words in root.get_by_role("img").first.get_attribute("aria-label")


@pytest.mark.parametrize("regime", ["replace", "subsample", "mix"])
def test_many_runs_are_the_same(shown: Callable[[Explorer], Locator], regime: str) -> None:
    explorer = gaussian(sample_size=4, regime=regime, generation=9)
    root = shown(explorer)
    told = go(root, explorer, show=MANY)
    assert len(told) == 16  # of four panels, with means and medians
    assert numbers(root) == told
    expect(root.get_by_role("status")).to_contain_text(
        "Variance: mean of 1,000 runs " + told["variance mean"].replace("±", "plus or minus")
    )


def test_shares_are_the_same(shown: Callable[[Explorer], Locator]) -> None:
    explorer = shares()
    root = shown(explorer)
    seen = []
    for way in ("last", "kept"):
        for share in (0, 0.05, 0.3, 1):
            told = go(root, explorer, regime=way, share=share, sample_size=41, generation=20)
            assert numbers(root) == told
            seen.append(told["expected_variance"])
    assert seen[0] == seen[4]  # no share, no difference; and with a share of 1 all points are real
    assert seen[3] == seen[7]
    assert len(set(seen)) == 6
    slider = root.get_by_role("slider", name="Share")
    slider.press("Home")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "share 0.05")


def test_sampling_biases_are_the_same(shown: Callable[[Explorer], Locator]) -> None:
    explorer = biased()
    root = shown(explorer)
    assert numbers(root) == explorer.readout()
    seen = []
    for bias in (0.9, 1, 1.2, 1.4):
        told = go(root, explorer, bias=bias, sample_size=7, generation=20)
        assert numbers(root) == told
        seen.append(tuple(told.values()))
    assert len(set(seen)) == 4
    told = go(root, explorer, bias=1.2, show=MANY)
    assert numbers(root) == told
    slider = root.get_by_role("slider", name="Sampling bias")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "sampling bias 1.4")


def test_states_are_the_same(shown: Callable[[Explorer], Locator]) -> None:
    explorer = states()
    root = shown(explorer)
    for M in (1, 7, 300, 5000):
        assert go(root, explorer, sample_size=M, generation=8) == numbers(root)
    told = go(root, explorer, sample_size=40, generation=12, show=MANY)
    assert numbers(root) == told
    label = root.get_by_role("img").first.get_attribute("aria-label")
    p = explorer._runs.at(explorer.position).p.isel(replicate=0, generation=12)
    best = int(np.argmax(p.values))
    assert f"the highest is at {best}." in label


def test_the_slider_of_the_sample_size(shown: Callable[[Explorer], Locator]) -> None:
    """A key goes to another number; Home, End and a drag reach all of them."""
    root = shown(gaussian())
    slider = root.get_by_role("slider").first
    size = root.locator(".mc-control b").first
    slider.press("Home")
    expect(size).to_have_text("2")
    found = []
    for _ in range(60):
        slider.press("ArrowRight")
        found.append(int(size.inner_text()))
    assert found == sorted(set(found))
    assert found[:8] == list(range(3, 11))
    assert max(np.diff(found) / found[:-1]) <= 0.5
    assert slider.get_attribute("aria-valuetext") == f"{found[-1]} points"
    slider.press("ArrowLeft")
    assert found[-3] <= int(size.inner_text()) < found[-1]
    slider.press("PageUp")
    assert int(size.inner_text()) > 1.15 * found[-1]
    slider.press("End")
    expect(size).to_have_text("900")
    box = slider.bounding_box()
    places = []
    for share in np.linspace(0.1, 0.9, 5):  # evenly on a logarithmic scale
        root.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        places.append(int(size.inner_text()))
    assert np.diff(np.log(places)) == pytest.approx(np.full(4, 0.2 * np.log(450)), rel=0.3)


def test_runs_do_not_end_and_seeds_can_be_chosen(shown: Callable[[Explorer], Locator]) -> None:
    explorer = gaussian(generation=20)
    root = shown(explorer)
    faint = root.locator("path.mc-faint").first.get_attribute("d").split("M")
    for _ in range(12):
        root.get_by_role("button", name="New run").click()
    expect(root.locator(".mc-buttons")).to_contain_text("run 13")
    explorer.position = {"replicate": 12}
    assert numbers(root) == explorer.readout()
    assert root.locator("path.mc-faint").first.get_attribute("d").split("M") != faint
    field = root.get_by_role("spinbutton", name="Seed")
    field.fill("31")
    field.press("Enter")
    explorer.position = {"seed": 31}
    assert numbers(root) == explorer.readout()
    expect(root.get_by_role("status")).to_contain_text("run 13, seed 31.")
    root.page.wait_for_url(re.compile(r"replicate=12&seed=31&show=one\+run$"))
    for wrong in ("", "-4", "1e9"):
        field.fill(wrong)
        field.press("Tab")
        expect(field).to_have_value("31")
    assert numbers(root) == explorer.readout()


def test_many_runs_are_switched_on_and_off(shown: Callable[[Explorer], Locator]) -> None:
    root = shown(gaussian(generation=20))
    before, bare = numbers(root), root.locator(".mc-panels").inner_html()
    button = root.get_by_role("button", name=MANY)
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    root.page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    expect(root.locator("dt").last).to_contain_text("of 1,000 runs", timeout=20_000)
    assert root.locator(".mc-legend").nth(1).inner_text().endswith("median of the runs")
    assert all(
        d for d in root.locator(".mc-band").evaluate_all("a => a.map(b => b.getAttribute('d'))")
    )
    bands = root.locator(".mc-band").first.get_attribute("d")
    root.get_by_role("slider").nth(1).press("ArrowLeft")  # moves the numbers alone
    assert root.locator(".mc-band").first.get_attribute("d") == bands
    root.get_by_role("slider").nth(1).press("ArrowRight")
    button.click()
    assert numbers(root) == before
    assert root.locator(".mc-panels").inner_html() == bare


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("made", [gaussian, states, shares, biased])
def test_nothing_moves_when_it_comes(page: Page, width: int, made: Callable[[], Explorer]) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.set_content(f"<main>{made().html()}</main>")
    height = "document.querySelector('.mc-host').offsetHeight"
    room, read = page.evaluate(height), page.evaluate(READ)
    page.add_script_tag(content=classic(live=True))
    page.evaluate(FRAMES)
    assert page.locator(".mc-rest").count() == 0
    assert abs(page.evaluate(height) - room) <= 2
    assert page.evaluate(READ) == read
    page.get_by_role("button", name=MANY).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_part_that_computes_comes_when_it_is_needed(page: Page, tmp_path: Path) -> None:
    explorer = gaussian()
    for name, text in (("explorer.js", classic()), ("live.js", extra())):
        (tmp_path / name).write_text(text, "utf8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file, host in (
        ("stored.html", Explorer(explorer.data.drop_vars("typical_variance"), [Density()]).html()),
        ("live.html", explorer.html().replace("data-live", 'data-live="live.js"')),
        ("beside.html", explorer.html()),
        ("none.html", explorer.html().replace("data-live", 'data-live="gone.js"')),
    ):
        asked.clear()
        page_text = f"<!doctype html><meta charset=utf8>{host}<script src=explorer.js></script>"
        (tmp_path / file).write_text(page_text, "utf8")
        page.goto((tmp_path / file).as_uri(), wait_until="load")
        page.evaluate(FRAMES)
        assert ("live.js" in "".join(asked)) == (file in ("live.html", "beside.html"))
        # where it cannot be had, picture and numbers stay
        assert page.locator(".mc-rest").count() == (file == "none.html")
        assert page.locator("dd").first.inner_text()


def copied(root: Locator) -> pd.DataFrame:
    """What the button copies."""
    root.get_by_role("button", name="Copy CSV").click()
    field = root.get_by_role("textbox", name="The numbers shown, as CSV")
    return pd.read_csv(io.StringIO(field.input_value()))


def test_the_numbers_shown_can_be_copied(page: Page, shown: Callable[[Explorer], Locator]) -> None:
    page.add_init_script(NO_CLIPBOARD)
    explorer = gaussian(sample_size=50, replicate=3)
    root = shown(explorer)
    table, data = copied(root), explorer._runs.at(explorer.position)
    still = [name for name in explorer.position if name != "generation"]
    assert list(table.columns[:7]) == [*still, "generation"]
    assert set(table["replicate"]) == {3}
    for name in ("mu", "sigma", "variance", "expected_variance", "mu_high"):
        exact = data[name].isel(replicate=0, missing_dims="ignore").values
        assert table[name].values == pytest.approx(exact, rel=1e-9, abs=1e-12)
    assert table["typical_variance"].isna().equals(pd.Series(np.isnan(data["typical_variance"])))
    go(root, explorer, show=MANY)
    table = copied(root)
    crowd = explorer._runs.crowd["variance"]
    assert table["variance_mean"].values == pytest.approx(crowd.mean(axis=0), rel=1e-9)
    levels = {"variance_q05": 0.05, "variance_q25": 0.25, "variance_q50": 0.5, "variance_q95": 0.95}
    for name, level in levels.items():
        assert table[name].values == pytest.approx(np.quantile(crowd, level, axis=0), rel=1e-9)


def test_stored_numbers_can_be_copied_too(page: Page, shown: Callable[[Explorer], Locator]) -> None:
    page.add_init_script(NO_CLIPBOARD)
    bells = mc.sweep(mc.Gaussian(), sample_size=[5, 20], generations=6, replicates=3, rng=1)
    root = shown(Explorer(bells, [Density(), Lines("sigma")], start={"sample_size": 20}))
    root.get_by_role("button", name="New run").click()
    table = copied(root)
    assert list(table.columns) == ["sample_size", "replicate", "generation", "mu", "sigma"]
    exact = bells.sel(sample_size=20).isel(replicate=1)
    assert table["sigma"].values == pytest.approx(exact.sigma.values, abs=5e-5)
    assert table["generation"].tolist() == list(range(7))


def test_an_explorer_of_bars_copies_its_bars(
    page: Page, shown: Callable[[Explorer], Locator]
) -> None:
    page.add_init_script(NO_CLIPBOARD)
    law = mc.run(mc.Categorical([0.5, 0.3, 0.2]), sample_size=9, generations=4, replicates=2, rng=1)
    root = shown(Explorer(law, [Bars("p", over="state")], start={"generation": 3}))
    table = copied(root)
    assert list(table.columns) == ["generation", "replicate", "state", "p"]
    assert table["p"].values == pytest.approx(law.p.isel(generation=3, replicate=0), abs=1e-4)


def test_the_button_puts_it_on_the_clipboard(browser: Browser, served_page: Path) -> None:
    with browser.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(served_page.as_uri())
        page.evaluate(FRAMES)
        page.get_by_role("button", name="Copy CSV").click()
        expect(page.get_by_role("status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith("sample_size,regime,fit,")


@pytest.fixture
def served_page(tmp_path: Path) -> Path:
    """A page with a live explorer."""
    file = tmp_path / "page.html"
    script = f"<script>{classic(live=True)}</script>"
    file.write_text(f"<!doctype html><meta charset=utf8>{gaussian().html()}{script}", "utf8")
    return file


def test_the_widget_of_a_notebook_computes_too(page: Page) -> None:
    """The module that anywidget loads, with a model as anywidget's."""
    explorer = gaussian(generation=20)
    page.set_content("<main id=here></main>")
    page.evaluate(
        """async ([code, spec, position]) => {
          const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
          const { render } = (await import(address)).default;
          const values = { _spec: spec, position, _row: {} }, heard = {};
          window.sent = [];
          const model = {
            get: (name) => values[name],
            set(name, value) {
              values[name] = value;
              for (const f of heard[`change:${name}`] ?? []) f();
            },
            save_changes() { sent.push(values.position); },
            on(event, f) { (heard[event] ??= []).push(f); },
            off() {},
          };
          render({ model, el: document.getElementById("here") });
        }""",
        [explorer._esm, explorer._spec, explorer.position],
    )
    root = page.locator(".mc")
    assert numbers(root) == explorer.readout()
    root.get_by_role("button", name="New run").click()
    root.get_by_role("slider").first.press("ArrowRight")
    explorer.position = page.evaluate("sent.at(-1)")  # what the kernel is told
    assert explorer.position["replicate"] == 1
    assert explorer.position["sample_size"] == 11
    assert numbers(root) == explorer.readout()
    assert root.get_by_role("button", name="Copy link").count() == 0
