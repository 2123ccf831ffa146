"""What the build leaves out of code and style sheets is missed by no reader."""

import importlib
from pathlib import Path

import pydata_sphinx_theme
import pytest
import tinycss2
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from tools import ROOT

CHAPTERS = ("theory/wasserstein-risk", "models/text-chains")
SHEET = "styles/pydata-sphinx-theme.css"
STOCK = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static" / SHEET
CELLS = "article .cell_input pre"
# of each character but white space: itself, and how it looks
LOOKS = """pre => {
  const found = [], texts = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const style = getComputedStyle(texts.currentNode.parentNode);
    const look = [style.color, style.fontWeight, style.fontStyle, style.textDecorationLine].join();
    for (const letter of texts.currentNode.data) if (letter.trim()) found.push(letter + look);
  }
  return found;
}"""
INSERT = """(pre, html) => {
  pre.closest(".highlight").insertAdjacentHTML("afterend", html);
  return (LOOKS)(pre.closest(".highlight").nextElementSibling.querySelector("pre"));
}""".replace("LOOKS", LOOKS)
# selectors of the stock sheet that match something here and are not in ours
STATES = "hover|focus|focus-visible|focus-within|active|disabled|checked|visited|invalid|valid"
MISSED = """([stock, ours, states]) => {
  const state = new RegExp(`::[-\\\\w]+|:(${states}|before|after)(?![-\\\\w(])`, "g");
  const all = (sheet) => [...sheet.cssRules].flatMap((rule) => rule.selectorText
    ? rule.selectorText.split(/,(?![^(]*\\))/) : rule.cssRules ? all(rule) : []);
  const selectors = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return all(sheet).map((each) => each.trim());
  };
  const kept = new Set(selectors(ours));
  const matches = (each) => {
    try { return document.querySelector(each.replace(state, "") || "*"); } catch { return false; }
  };
  return selectors(stock).filter((each) => !kept.has(each) && matches(each));
}"""


def requests(page: Page) -> list[str]:
    """A list that grows with what a page asks for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_code_looks_as_pygments_would_have_it(
    browser: Browser, served: str, name: str, scheme: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{served}book/{name}.html", wait_until="networkidle")
        colours = set()
        for cell in page.locator(CELLS).all():
            stock = highlight(cell.text_content() or "", PythonLexer(), HtmlFormatter())
            ours, theirs = cell.evaluate(LOOKS), cell.evaluate(INSERT, stock)
            assert ours == theirs
            colours |= {look[1:] for look in ours}
        assert len(colours) > 2, "no colours to compare"


@pytest.mark.parametrize("name", ["index", *CHAPTERS, "reference/api", "reference/bibliography"])
def test_no_rule_is_missing_that_matches(
    browser: Browser, served: str, site: Path, name: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{served}book/{name}.html", wait_until="networkidle")
        page.evaluate("settle()")
        sheets = [STOCK.read_text("utf8"), (site / "_static" / SHEET).read_text("utf8")]
        assert page.evaluate(MISSED, [*sheets, STATES]) == []
        assert len(page.evaluate(MISSED, [sheets[0], "", STATES])) > 100, "nothing would be missed"
    assert len(sheets[1]) < 0.4 * len(sheets[0])


@pytest.mark.parametrize("name", ["index", *CHAPTERS])
def test_every_icon_is_in_our_font(browser: Browser, served: str, name: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked = requests(page)
        page.goto(f"{served}book/{name}.html", wait_until="networkidle")
    assert any(url.endswith("icons.woff2") for url in asked)
    assert not [url for url in asked if "webfonts" in url], "the theme's font of all icons"


def test_what_is_left_out_depends_on_no_earlier_build(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "book/_ext"))
    trim = importlib.import_module("trim")
    rules = tinycss2.parse_stylesheet(STOCK.read_text("utf8"), skip_whitespace=True)
    kept = "".join(trim.living(rules, trim.Names(site)))
    assert kept == (site / "_static" / SHEET).read_text("utf8")
    found = importlib.import_module("lighten").icons(site)  # its style sheet has been trimmed
    assert found >= set(TTFont(site / "_static/icons.woff2").getBestCmap())
    assert 0xF0C9 in found, "the bars that open the contents"
