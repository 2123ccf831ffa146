"""Formulas and explorers come when the page can be read: what is near first, in the end all."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tools import typeset

CHAPTER = "book/theory/gaussian.html"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# of the formulas with a full stop or the like in their box: how many there are, how many have it on
# another line, and how many would have it there if it stood behind the box
MARKS = """() => {
  const boxes = [...document.querySelectorAll("article p span.math.set")];
  const marks = boxes.map((box) => [box, box.lastChild]).filter(([, mark]) => mark.data);
  const parted = () => marks.filter(([box, mark]) => {
    const range = document.createRange();
    range.selectNode(mark);
    const { right } = box.firstElementChild.getBoundingClientRect();
    return range.getBoundingClientRect().left < right - 1;
  }).length;
  const within = parted();
  for (const [box, mark] of marks) box.after(mark);
  return [marks.length, within, parted()];
}"""
WAITING = "article .math:not(.set)"


def test_all_formulas_stand_in_the_end(page: Page, served: str, page_name: str) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + page_name, wait_until="load")
    wanted = page.locator(".math").count()
    page.evaluate("settle()")
    assert page.locator(".math.set > mjx-container").count() == wanted
    assert page.locator("mjx-merror").count() == 0, "a formula that MathJax cannot set"
    written = page.locator(".math:not(:has(mjx-assistive-mml math))").count()
    assert written == 0, "a formula that a screen reader cannot read"
    assert f"{served}_static/mathjax/mathjax.js" not in asked, "a formula the build did not set"


def test_full_stop_stays_on_the_line_of_its_formula(browser: Browser, served: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{served}book/theory/discrete.html", wait_until="load")
        page.evaluate("settle()")
        marks, within, behind = page.evaluate(MARKS)
        assert marks > 100
        assert (within, behind > 0) == (0, True)


# what a phone leaves for later waits for `soon()`
HELD = """const start = window.setTimeout.bind(window);
window.setTimeout = (work, wait) => wait === 3000 ? (window.soon = work) : start(work, wait);"""


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Page]:
    """A chapter on a phone."""
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.add_init_script(HELD)
        page.goto(served + CHAPTER, wait_until="networkidle")
        yield page


def test_phone_sets_what_comes_near_and_later_the_rest(phone: Page) -> None:
    near = phone.locator("article p .math").first
    expect(near.locator("mjx-container")).to_be_visible()
    assert phone.locator(WAITING).count() > 100
    last = phone.locator("article > section > section:last-of-type p .math").last
    last.scroll_into_view_if_needed()
    expect(last.locator("mjx-container")).to_be_visible()
    assert phone.locator(WAITING).count() > 0
    phone.evaluate("soon()")
    expect(phone.locator(WAITING)).to_have_count(0, timeout=60_000)


LAID_OUT = """() => [...document.querySelectorAll("article section section p")].filter((text) =>
  text.checkVisibility({ contentVisibilityAuto: true })).length"""


def test_phone_lays_out_what_is_seen_and_later_the_rest(phone: Page, served: str) -> None:
    seen = phone.evaluate(LAID_OUT)
    phone.evaluate("soon()")
    expect(phone.locator("html[data-arriving]")).to_have_count(0)
    assert 0 < seen < phone.evaluate(LAID_OUT) / 2
    phone.goto("about:blank")
    phone.goto(f"{served}{CHAPTER}#exercises", wait_until="load")
    expect(phone.locator("html[data-arriving]")).to_have_count(0)
    expect(phone.locator("#exercises > h2")).to_be_in_viewport()


def test_boxes_that_scroll_can_be_reached_with_the_keyboard(browser: Browser, served: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(served + CHAPTER, wait_until="load")
        page.evaluate("settle()")
        wrong = """() => [...document.querySelectorAll("article pre, article .output")]
          .filter((box) => !box.closest("details:not([open])")) // later, when it is opened
          .filter((box) => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length"""
        assert page.locator("article pre[tabindex='0']").count() > 5
        assert page.evaluate(wrong) == 0


def test_phone_makes_explorers_that_come_near_and_later_the_others(phone: Page) -> None:
    hosts = phone.locator(".mc-host")
    assert hosts.count() > 1
    assert phone.locator(".mc").count() == 0
    expect(hosts.last.locator("img")).to_have_count(1)
    hosts.first.scroll_into_view_if_needed()
    expect(hosts.first.locator(".mc")).to_be_visible()
    assert hosts.last.locator(".mc").count() == 0
    phone.evaluate("soon()")
    expect(hosts.last.locator(".mc")).to_have_count(1, timeout=60_000)


SIZES = """() => [...document.querySelectorAll(".set > mjx-container > mjx-math")].map((set) => {
  const { width, height } = set.getBoundingClientRect();
  return [width, height];
})"""


def test_mathjax_gives_the_same_where_the_markup_does_not_load(
    browser: Browser, served: str
) -> None:
    sizes = []
    for blocked in ("**/mathjax.js", "**/_static/formulas/**"):
        with browser.new_context() as context:
            page = context.new_page()
            page.route(blocked, lambda route: route.abort())
            page.goto(served + CHAPTER, wait_until="load")
            page.evaluate("settle()")
            page.evaluate("() => document.fonts.ready")
            sizes.append(page.evaluate(SIZES))
    assert len(sizes[0]) > 400
    for built, read in zip(*sizes, strict=True):
        assert built == pytest.approx(read, abs=0.1)


def test_tex_can_be_read_where_neither_loads(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route(re.compile("/mathjax.js|/_static/formulas/"), lambda route: route.abort())
        page.goto(served + CHAPTER, wait_until="load")
        formula = page.locator("article p .math").first
        expect(formula).to_have_class("math notranslate nohighlight set")
        like_the_text = (
            "e => getComputedStyle(e).fontSize == getComputedStyle(e.parentNode).fontSize"
        )
        assert formula.evaluate(like_the_text)
        assert formula.inner_text().startswith("\\(")


def test_formulas_that_have_not_changed_are_not_set_again(
    browser: Browser, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [*typeset.stale()] == []
    monkeypatch.setattr(typeset, "FOLDER", tmp_path)
    (name, mark, found), *others = typeset.stale()
    assert len(others) > 20
    typeset.write(name, mark, "", dict.fromkeys(found, "<p>"))
    assert [each for each, _, _ in typeset.stale()] == [each for each, _, _ in others]
    first = tmp_path / f"{name}.0.js"
    first.write_text(first.read_text("utf8").replace(mark, "// an older one\n"), "utf8")
    assert name in [each for each, _, _ in typeset.stale()]
    assert not first.exists()


def test_without_a_browser_formulas_are_left_to_the_reader(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def none(_playwright: object) -> None:
        raise Error("no such program")

    monkeypatch.setattr(typeset, "FOLDER", tmp_path)
    monkeypatch.setattr(typeset, "sync_playwright", nullcontext)  # one runs here already
    monkeypatch.setattr(typeset, "launch", none)
    typeset.make()
    assert "left to the reader's browser" in capsys.readouterr().out
    assert not any(tmp_path.iterdir())


def test_a_letter_that_is_not_used_has_no_rule() -> None:
    kept = "mjx-c { a: 1 }", 'mjx-c.mjx-c42::before { content: "}" }'
    other = 'mjx-c.mjx-c41::before { content: "{" }'
    whole = typeset.rules("\n".join([kept[0], other, kept[1]]))
    assert typeset.style(whole, '<mjx-c class="mjx-c42">') == "".join(kept)


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
    page: Page, served: str, explorer_page: str
) -> None:
    text = page.request.get(served + explorer_page).text()
    assert "data:image/png" not in text.partition("<article")[2]
    assert "application/json" not in text
    page.goto(served + explorer_page, wait_until="load")
    page.evaluate("settle()")
    assert page.locator(".mc-host > .mc").count() == page.locator(".mc-host").count() > 0
