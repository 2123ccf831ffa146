"""What a reader waits for is seen where it is known: pages made for this, each with one fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.first_screen import first_screen
from benchmarks.first_slider import first_slider
from benchmarks.host import Compressing
from benchmarks.layout_shift import whole_scroll, worst_burst
from tools.browser import serving

pytestmark = pytest.mark.alone

PAGE = """<!doctype html><meta name="viewport" content="width=device-width, initial-scale=1">
<style>p {{ margin: 0; height: 300px }}</style><body>{}</body>"""
FORMULA = '<span class="math"><math><mi>x</mi><mo>=</mo><mn>1</mn></math></span>'
TEX = '<span class="math">\\(x = 1\\)</span>'
MATHML = "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>"
TEXT = "<p>text</p>" * 4
# a slider that moves a number, `{}` milliseconds after the start
EXPLORER = """<div class="mc-host"><label>size <input type=range></label><b>0</b></div>
<script>setTimeout(() => document.querySelector("input").addEventListener("input",
  ({{ target }}) => {{ document.querySelector("b").textContent = target.value; }}), {})</script>"""
# the jump comes while the page rests after a step of the scroll, under what is in sight then
PAGES = {
    "right": f"<p>{FORMULA}</p>{TEXT}{EXPLORER.format(0)}{TEXT}",
    "first": f"{EXPLORER.format(0)}{TEXT}",
    "transparent": f"""<p style="color: transparent">{FORMULA}</p>{TEXT}
        <script>setTimeout(() => document.querySelector("p").style = "", 5000)</script>""",
    "tex": f"""<p>{TEX}</p>{TEXT}<script>setTimeout(
        () => document.querySelector(".math").innerHTML = "{MATHML}", 2000)</script>""",
    "late": f"""<p>{FORMULA}</p>{TEXT}<script>setTimeout(
        () => document.querySelector("p").append("late"), 2000)</script>""",
    "dead": f"<p>{FORMULA}</p>{TEXT}{EXPLORER.format(6000)}{TEXT}",
    "replaced": f"""<p>{FORMULA}</p>{TEXT}<div class="mc-host"><p>a picture</p></div>{TEXT}
        <template>{EXPLORER.format(0)}</template><script>setTimeout(() => {{
          const host = document.querySelector(".mc-host");
          host.innerHTML = document.querySelector("template").innerHTML;
          host.querySelector("input").oninput = () => host.append("moved");
        }}, 6000)</script>""",
    "jump": f"""<p>{FORMULA}</p>{TEXT}<p id="place" style="height: 1px"></p>{TEXT}<script>
        new IntersectionObserver(([{{ isIntersecting }}], observer) => {{
          if (isIntersecting) place.style.height = "422px", observer.disconnect();
        }}, {{ rootMargin: "0px 0px -70% 0px" }}).observe(place)</script>""",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("planted")
    for name, body in PAGES.items():
        (folder / name).with_suffix(".html").write_text(PAGE.format(body), "utf8")
    with serving(folder, Compressing) as address:
        yield address


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("right", 0.1, 4), ("transparent", 5, 9), ("tex", 2, 6), ("late", 2, 6)],
)
def test_first_screen(browser: Browser, planted: str, name: str, least: float, most: float) -> None:
    assert least < first_screen(browser, f"{planted}{name}.html") < most


def test_slider(browser: Browser, planted: str) -> None:
    right = first_slider(browser, f"{planted}right.html")
    assert 0 < right.after_arrival < min(4, right.after_start)
    first = first_slider(browser, f"{planted}first.html")  # nothing is scrolled
    assert 0 < first.after_arrival < first.after_start < 5


@pytest.mark.parametrize("name", ["dead", "replaced"])
def test_dead_slider(browser: Browser, planted: str, name: str) -> None:
    found = first_slider(browser, f"{planted}{name}.html")
    assert 6 < found.after_start < 10
    assert found.after_arrival > 1


def test_jump(browser: Browser, planted: str) -> None:
    assert whole_scroll(browser, f"{planted}right.html") == (0, 0)
    assert whole_scroll(browser, f"{planted}jump.html").total > 0.3


def test_burst() -> None:
    assert worst_burst([(0, 0.1), (900, 0.1), (3000, 0.15), (3500, 0.1)]) == 0.25
