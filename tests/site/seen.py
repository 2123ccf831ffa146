"""One visit of a page, and all that is wrong with it, each fault in words under its topic."""

import math
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Locator, Page

from tests.site.page_data import explorers, stops
from tests.site.watch import wait_until_ready, watched

TOPICS = ("other hosts", "errors", "pictures", "proportions", "width", "landmarks")
TOPICS += ("explorers", "readouts")
ZOOMED = {"width": 640, "height": 450}  # a window of 1280 by 900, zoomed to 200 %
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}  # as WCAG 1.4.10 asks, a window of 1280 at 400 %
POSITIONS = 30
CLOSE = 0.01
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
NAMES = """() => [...document.querySelectorAll("nav")].filter((nav) => nav.checkVisibility()).map(
  (nav) => nav.getAttribute("aria-label")
    ?? document.getElementById(nav.getAttribute("aria-labelledby"))?.textContent.trim() ?? "")"""
MUTE = "(all) => all.filter((image) => !image.alt).map((image) => image.outerHTML.slice(0, 160))"
LOADED = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""
# How many pictures there are, and those that are stretched or missing. What is fitted into its
# place, as on slides, keeps its own proportions there.
OUT_OF_PROPORTION = """(close) => {
  const placed = [...document.images].filter((image) => image.clientHeight);
  const off = ({ naturalWidth, naturalHeight, clientWidth, clientHeight }) =>
    !(Math.abs((clientHeight / clientWidth) * (naturalWidth / naturalHeight) - 1) < close);
  const free = placed.filter((image) => getComputedStyle(image).objectFit !== "contain");
  return [placed.length, free.filter(off).map((image) => image.outerHTML.slice(0, 200))];
}"""
# What an explorer reads at each of some positions, given as a stop for each control and a run.
READ = """async (mc, places) => {
  const said = [], frame = () => new Promise(requestAnimationFrame);
  const controls = [...mc.querySelectorAll(".mc-controls :is(input[type=range], select)")];
  const again = [...mc.querySelectorAll("button")].find((b) => b.textContent === "New run");
  for (const { stops, run } of places) {
    if (stops.length !== controls.length) throw Error(`${controls.length} controls`);
    controls.forEach((control, i) => {
      if (control.matches("select")) control.selectedIndex = stops[i];
      else control.value = stops[i];
      const kind = control.matches("select") ? "change" : "input";
      control.dispatchEvent(new Event(kind, { bubbles: true }));
    });
    for (let i = 0; run && !mc.querySelector(".mc-buttons").textContent.includes(run); i++) {
      if (i > 100) throw Error(`no ${run}`);
      again.click();
      await frame();
    }
    await frame();
    await frame();
    const numbers = [...mc.querySelectorAll("dd[data-name]")];
    said.push(numbers.map((dd) => [dd.dataset.name, dd.innerText]));
  }
  return said;
}"""

Faults = dict[str, list[str]]


def visit(
    browser: Browser, base: str, name: str, site: Path, move: bool = True
) -> tuple[Faults, set[str]]:
    """What is wrong with a page in Chromium, and the addresses that it asked for.

    move: whether explorers are moved, and their numbers compared with their data.
    """
    found: Faults = {topic: [] for topic in TOPICS}
    asked: set[str] = set()
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        found["other hosts"], found["errors"] = watched(page, base)
        page.on("request", lambda request: asked.add(request.url))
        page.goto(base + name, wait_until="networkidle")
        wait_until_ready(page)
        first = set(asked)
        found["pictures"] = page.locator("article img").evaluate_all(MUTE)
        found["landmarks"] = landmarks(page, name)
        roots = page.locator(".mc").all()
        if page.locator(".mc-rest").count():
            found["explorers"].append("an explorer does not come to life")
        for root, data in zip(roots, explorers(site, name), strict=True):
            if move:
                found["explorers"] += still(page, root)
                found["readouts"] += misread(root, data)
        for screen in (ZOOMED, PHONE, NARROW):
            page.set_viewport_size(screen)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > screen["width"]:
                found["width"].append(f"{wide} px wide in a window of {screen['width']}")
    return found, first


def landmarks(page: Page, name: str) -> list[str]:
    """What is wrong with the parts that a screen reader names."""
    names, found = page.evaluate(NAMES), []
    if not all(names) or len(set(names)) < len(names):
        found.append(f"parts are called {names}")
    here = page.locator("nav[aria-label=Main] [aria-current=page]").count()
    if here != (name not in ("book/index.html", "genindex.html", "search.html")):
        found.append(f"{here} places in the contents are said to be this page")
    return found


def still(page: Page, root: Locator) -> list[str]:
    """What of an explorer does not move: sliders under the keyboard, New run, Play."""
    found, drawing = [], root.locator(".mc-panels")
    computed = root.locator(".mc-seed").count() > 0  # its sample sizes lie on a logarithmic scale
    for slider in root.locator("input[type=range]").all():
        slider.focus()
        seen, label = [], slider.get_attribute("aria-valuetext")
        last, at = int(slider.get_attribute("max") or 0), -1
        for key in ("Home", "ArrowRight", "End"):
            page.keyboard.press(key)
            before, at = at, int(slider.input_value())
            step = at > before if computed else at == 1
            there = {"Home": at == 0, "ArrowRight": step, "End": at == last}[key]
            if not there or not slider.get_attribute("aria-valuetext"):
                found.append(f"{key} does not move the slider at {label}")
            seen.append(drawing.inner_html())
        if len(set(seen)) < 2 or seen[0] == seen[2]:
            found.append(f"the slider at {label} moves nothing")
    for name in ("New run", "Play"):
        button, before = root.get_by_role("button", name=name), drawing.inner_html()
        if button.count():
            button.click()
            # Play takes as long for five generations as for a hundred: wait for the next one
            moved = "([drawing, before]) => drawing.innerHTML !== before"
            page.wait_for_function(moved, arg=[drawing.element_handle(), before], timeout=5000)
    if (pause := root.get_by_role("button", name="Pause")).count():
        pause.click()
    return found


def misread(root: Locator, data: dict) -> list[str]:
    """Numbers that an explorer shows and its data do not have, at random positions."""
    if "chain" in data:
        return []  # computed: test_live_explorer.py reads it
    rng, open_dims, at, places = np.random.default_rng(0), stops(data), [], []
    for _ in range(POSITIONS):
        position = {name: int(rng.integers(size)) for name, size in open_dims.items()}
        run = position.get("replicate")
        chosen = [stop for name, stop in position.items() if name != "replicate"]
        words = "" if run is None else f"run {run + 1} of "
        at.append(position)
        places.append({"stops": chosen, "run": words})
    found = []
    for position, said in zip(at, root.evaluate(READ, places), strict=True):
        for name, text in said:
            record = data["quantities"][name]
            exact = record["values"][tuple(position.get(dim, 0) for dim in record["dims"])]
            if not agrees(text, exact):
                found.append(f"{name} at {position}: shows {text}, has {exact}")
    return found


def agrees(text: str, exact: float) -> bool:
    """Whether a number as it is shown is the exact one to a half of its last digit."""
    if math.isnan(exact):
        return text == "–"
    shown, half = number(text)
    return abs(shown - exact) <= half * (1 + 1e-6)


def number(text: str) -> tuple[float, float]:
    """A number as it is shown, and a half of its last digit."""
    mantissa, _, power = text.translate(PLAIN).partition(" × 10")
    digits = mantissa.partition(".")[2]
    scale = 10.0 ** int(power or 0)
    return float(mantissa) * scale, 0.5 * 10.0 ** -len(digits) * scale


def without_scripts(browser: Browser, address: str) -> Faults:
    """What is wrong with a page where no script runs: its pictures' shapes, resting explorers."""
    found: Faults = {"proportions": [], "explorers": []}
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate(LOADED)
        for root in page.locator(".mc-host").all():
            if not all(cell.inner_text() for cell in root.locator("dd").all()):
                found["explorers"].append("an explorer at rest lacks a number")
            if "need JavaScript" not in root.inner_text():
                found["explorers"].append("an explorer at rest does not say what it needs")
            for picture in root.locator("img").all():
                box = picture.bounding_box() or {"width": 0, "height": 0}
                words = picture.get_attribute("alt") or ""
                if len(words) <= 40 or min(box["width"], box["height"]) <= 200:
                    found["explorers"].append(f"a picture at rest is {box}, in words: {words}")
        for screen in (WIDE, PHONE):
            page.set_viewport_size(screen)
            count, stretched = page.evaluate(OUT_OF_PROPORTION, CLOSE)
            found["proportions"] += stretched if count else ["not even the logo is there"]
    return found


def in_site(address: str, base: str) -> str:
    """The path of a file within the site."""
    return re.sub(r"[?#].*", "", address.removeprefix(base))
