"""The one style sheet of the pages leaves out what no page uses, and nothing else."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page

from tests.site.seen import PHONE, WIDE
from tests.site.watch import wait_until_ready

LOOKED_AT = [("reference/claims", "light"), ("reference/api", "dark")]
SHEET, URL = "_static/styles/site.css", re.compile(r"url\(([^)\"']+)\)")
# The sheets that it is made of, in their order
STOCK = """basic styles/pydata-sphinx-theme pygments styles/sphinx-book-theme togglebutton
copybutton mystnb proof exercise fonts sphinx-design.min explorer book"""
SWAP = """async (names) => {
  const old = document.querySelector("link[href*='styles/site.css']");
  const base = old.href.replace(/(styles\\/site|book).css.*/, "");
  const links = names.map((name) => Object.assign(document.createElement("link"),
    { rel: "stylesheet", href: `${base}${name}.css` }));
  const loaded = links.map((link) => new Promise((onload, onerror) =>
    Object.assign(link, { onload, onerror })));
  old.after(...links);
  await Promise.all(loaded);
  old.remove();
}"""
# How each kind of element looks: the first with its tag, its classes and those of its parent.
LOOKS = """() => {
  const kinds = new Map();
  for (const node of document.body.querySelectorAll("*:not(svg *, math *)")) {
    const kind = [node.parentElement.className, node.tagName, node.className].join(" > ");
    if (!kinds.has(kind)) kinds.set(kind, node);
  }
  const looks = new Map([...kinds].map(([kind, node]) => [kind,
    ["", "::before", "::after"].map((part) => {
      const style = getComputedStyle(node, part);
      // A custom property may be written otherwise; where there is no picture, 0 is 0%.
      const names = [...style].filter((name) => !/^--|^background-position$/.test(name));
      return names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ");
    }).join()]));
  // Megabytes: they stay in the page. What is told is the kinds that look otherwise than at first.
  window.first ??= looks;
  return [first.size, [...looks.keys()].filter((kind) => first.get(kind) !== looks.get(kind))];
}"""


def names(site: Path) -> list[str]:
    """The stock sheets by their file names; one has a sum in it."""
    static = site / "_static"
    found = {name: name for name in STOCK.split()}
    [found["mystnb"]] = [path.stem for path in static.glob("mystnb.*.css")]
    return list(found.values())


@pytest.mark.parametrize(("name", "scheme"), LOOKED_AT)
def test_every_kind_of_element_looks_as_with_the_stock_sheets(
    browser: Browser, served: str, site: Path, name: str, scheme: str
) -> None:
    screen = WIDE if scheme == "light" else PHONE
    with browser.new_context(
        viewport=screen, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.goto(f"{served}book/{name}.html")
        wait_until_ready(page)
        page.add_style_tag(content="* { transition: none !important; }")
        assert page.evaluate(LOOKS)[0] > 60
        page.evaluate(SWAP, names(site))
        page.wait_for_timeout(300)
        assert page.evaluate(LOOKS)[1] == []
        page.evaluate(SWAP.replace("styles/site.css", "book.css"), ["explorer"])
        assert page.evaluate(LOOKS)[1] != [], "what is missing is seen"


def test_sheet_is_light_and_asks_for_what_is_there(site: Path) -> None:
    sheet = site / SHEET
    text = sheet.read_text("utf8")
    assert sheet.stat().st_size < 0.5 * sum(
        (site / f"_static/{name}.css").stat().st_size for name in names(site)
    )
    addresses = [found for found in URL.findall(text) if not found.startswith(("data:", "#"))]
    assert addresses
    assert [each for each in addresses if not (sheet.parent / each).is_file()] == []


@pytest.mark.parametrize("name", ["index", "models/text-chains", "theory/gaussian"])
def test_every_icon_is_in_our_font(page: Page, served: str, site: Path, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}book/{name}.html", wait_until="networkidle")
    assert any(url.endswith("icons.woff2") for url in asked)
    assert not [url for url in asked if "webfonts" in url], "the theme's font of all icons"
    bars = 0xF0C9  # which open the contents
    assert bars in TTFont(site / "_static/icons.woff2").getBestCmap()
