"""Formulas stand in the pages, without a script, and their font has their letters."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, SoupStrainer, Tag
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page

from tests.site.page_data import STATE
from tests.site.watch import wait_until_ready
from tools import documents
from tools.mathml import FormulaError, letters, markup

CHAPTER = "book/theory/gaussian.html"
FONT = "_static/formulas.woff2"
# how many parts these elements have
PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
# how often a letter that touches a formula stands on another line than the formula, of how many
PARTED = """() => {
  let parted = 0, all = 0;
  for (const formula of document.querySelectorAll("p math")) {
    const place = formula.getBoundingClientRect();
    for (const [beside, at] of [[formula.previousSibling, -1], [formula.nextSibling, 0]]) {
      const letter = beside?.data?.at(at);
      if (!letter?.trim()) continue;
      const range = document.createRange(), start = at ? beside.length - 1 : 0;
      range.setStart(beside, start);
      range.setEnd(beside, start + 1);
      const { left, right } = range.getBoundingClientRect();
      all += 1;
      parted += at ? right > place.left + 2 : left < place.right - 2;
    }
  }
  return [parted, all];
}"""
LOOSE = "".join(
    f'<p style="width: {width}px">See (<math><mi>x</mi></math>) and <math><mi>n</mi></math>-th'
    for width in range(90, 200, 2)
)
SEEN = """() => [...document.querySelectorAll("article .math > math")].filter((formula) =>
  formula.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  && formula.getBoundingClientRect().width).length"""
SHOWN = "() => document.querySelectorAll('article .math > math').length"


@pytest.fixture(scope="module")
def formulas(site: Path) -> list[tuple[str, Tag]]:
    """Every formula of every page, behind the name of its page."""
    found, boxes = [], SoupStrainer(class_=re.compile(r"\bmath\b"))  # the rest takes twice the time
    for name in documents():
        text = (site / f"{name}.html").read_text("utf8")
        page = BeautifulSoup(text, "html.parser", parse_only=boxes)
        found += [(name, box) for box in page.select(".math")]
    return found


def test_every_formula_of_every_page_is_markup(formulas: list[tuple[str, Tag]]) -> None:
    for name, box in formulas:
        assert box.find("math", recursive=False) is not None, f"{name}: {box}"
        assert "\\" not in box.text, f"{name}: {box}"
        for part in box.find_all(list(PARTS)):
            assert len(part.find_all(recursive=False)) == PARTS[part.name], f"{name}: {part}"
    assert len(formulas) > 4000


def test_font_has_every_letter(site: Path, formulas: list[tuple[str, Tag]]) -> None:
    known = {chr(code) for code in TTFont(site / FONT).getBestCmap()}
    used = letters("".join(str(math) for _, box in formulas for math in box.find_all("math")))
    invisible = {"\u2061", "\u2063", "\ufe00"}  # function application, comma, a variant's mark
    assert used - known - invisible == set()


def test_formulas_need_no_script(browser: Browser, served: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + CHAPTER, wait_until="load")
        boxes = page.locator("article p .math:visible")
        assert boxes.count() > 100
        for box in boxes.all()[:20]:
            place = box.locator("math").bounding_box()
            assert place is not None
            assert place["width"] > 3


def test_formulas_are_seen_where_the_font_does_not_load(page: Page, served: str) -> None:
    page.route(f"**/{FONT}", lambda route: route.abort())
    page.goto(served + CHAPTER, wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate(SEEN) > 0.85 * page.evaluate(SHOWN)  # solutions and hints are folded


def test_no_line_ends_between_a_formula_and_what_touches_it(browser: Browser, served: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{served}book/theory/discrete.html", wait_until="load")
        parted, touching = page.evaluate(PARTED)
        assert touching > 100
        assert parted == 0
        page.set_content(LOOSE)
        assert page.evaluate(PARTED)[0] > 0, "the browser parts them nowhere"


def test_tex_that_is_not_known_is_said() -> None:
    with pytest.raises(FormulaError, match=r"nosuch.*, in \\nosuch"):
        markup(r"\nosuch x")


def test_brackets_grow_where_they_need_to() -> None:
    assert 'stretchy="false"' in markup(r"\left(M + 1\right)")
    assert "stretchy" not in markup(r"\left(\frac12\right)")


def test_a_bracket_with_a_power_is_as_tall_as_its_partner(page: Page) -> None:
    tall = markup(r"\Bigl(\frac12\Bigr)^2", display=True)
    height = "(all) => new Set(all.map((node) => node.getBoundingClientRect().height)).size"
    for math, heights in ((tall, 1), (tall.replace("mrow>", "i>"), 2)):
        page.set_content(math)
        assert page.locator("mo").evaluate_all(height) == heights


def test_line_above_is_no_line_below() -> None:
    assert "¯" in markup(r"\overline{X}")
    assert "\u0332" not in markup(r"\overline{X}")


def test_a_display_may_have_lines() -> None:
    assert markup(r"a \\ b", display=True).count("<mtr>") == 2
    assert "<mtr>" not in markup(r"a \\ b")[:5]
    assert markup(r"\begin{matrix}a \\ b\end{matrix}", display=True).count("<mtable") == 1
    assert markup("a\n\nb", display=True).count("<math") == 2


def test_line_may_end_within_a_long_formula() -> None:
    long = markup(r"\operatorname{E} V^{-1} \le 4 \operatorname{E} P_M^{-1} = 4 (k/(k-2))^M, k > 2")
    assert long.count("<wbr>") == 4
    assert long.count('form="infix"') == 4
    assert "<wbr>" not in markup("a = b + c")
    assert "<wbr>" not in markup(r"\frac{aaaaa + bbbbbbbb = ccccccc}{d}")


def test_letters_are_those_that_are_drawn() -> None:
    assert letters(markup(r"\sqrt{\epsilon h}")) == {"√", "ϵ", "𝜖", "h", "ℎ"}
    assert letters(markup(r"\operatorname{E} 2")) >= {"E", "2"}
    assert "𝐸" not in letters(markup(r"\operatorname{E}"))


def test_boxes_that_scroll_can_be_reached_with_the_keyboard(browser: Browser, served: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(served + CHAPTER, wait_until="load")
        wait_until_ready(page)
        wrong = """() => [...document.querySelectorAll("article pre, article .output")]
          .filter((box) => !box.closest("details:not([open])")) // later, when it is opened
          .filter((box) => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length"""
        assert page.locator("article pre[tabindex='0']").count() > 5
        assert page.evaluate(wrong) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_drawn_once_in_its_colours(browser: Browser, served: str, scheme: str) -> None:
    """A theme that changes after the first drawing has the whole page styled again."""
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.add_init_script("""
            window.themes = [];
            const note = () => document.body && themes.push(document.documentElement.dataset.theme);
            const watched = { subtree: true, attributes: true, attributeFilter: ["data-theme"] };
            new MutationObserver(note).observe(document, watched);
        """)
        page.goto(served + CHAPTER, wait_until="networkidle")
        assert set(page.evaluate("themes")) <= {scheme}
        assert page.locator("html").get_attribute("data-theme") == scheme


def test_numbers_and_picture_of_an_explorer_are_files_of_the_site(
    site: Path, explorer_page: str
) -> None:
    article = (site / explorer_page).read_text("utf8").partition("<article")[2]
    assert "data:image/png" not in article
    assert "application/json" not in article
    assert all((site / name).is_file() for name in STATE.findall(article))
    assert STATE.findall(article)
