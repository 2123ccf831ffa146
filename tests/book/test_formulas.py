"""Formulas and explorers come when the page can be read: what is near first, in the end all."""

import pytest
from playwright.sync_api import Browser, Page, expect

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
    page.goto(served + page_name, wait_until="load")
    wanted = page.locator(".math").count()
    page.evaluate("settle()")
    assert page.locator(".math.set > mjx-container").count() == wanted
    assert page.locator("mjx-merror").count() == 0, "a formula that MathJax cannot set"
    written = page.locator(".math:not(:has(mjx-assistive-mml math))").count()
    assert written == 0, "a formula that a screen reader cannot read"


def test_full_stop_stays_on_the_line_of_its_formula(browser: Browser, served: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{served}book/theory/discrete.html", wait_until="load")
        page.evaluate("settle()")
        marks, within, behind = page.evaluate(MARKS)
        assert marks > 100
        assert (within, behind > 0) == (0, True)


def test_phone_sets_what_comes_near(browser: Browser, served: str) -> None:
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.goto(served + CHAPTER, wait_until="networkidle")
        near = page.locator("article p .math").first
        expect(near.locator("mjx-container")).to_be_visible()
        page.wait_for_timeout(1000)
        assert page.locator(WAITING).count() > 100
        last = page.locator("article > section > section:last-of-type p .math").last
        last.scroll_into_view_if_needed()
        expect(last.locator("mjx-container")).to_be_visible()
        assert page.locator(WAITING).count() > 0
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(WAITING).count() == 0


def test_phone_makes_explorers_that_come_near_and_later_the_others(
    browser: Browser, served: str
) -> None:
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.clock.install()
        page.goto(served + CHAPTER, wait_until="networkidle")
        hosts = page.locator(".mc-host")
        assert hosts.count() > 1
        expect(hosts.last.locator("img")).to_have_count(1)
        hosts.first.scroll_into_view_if_needed()
        expect(hosts.first.locator(".mc")).to_be_visible()
        assert hosts.last.locator(".mc").count() == 0
        page.clock.run_for(3000)
        expect(hosts.last.locator(".mc")).to_have_count(1)


def test_tex_can_be_read_where_mathjax_does_not_load(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/mathjax.js", lambda route: route.abort())
        page.goto(served + CHAPTER, wait_until="load")
        formula = page.locator("article p .math").first
        expect(formula).to_have_class("math notranslate nohighlight set")
        like_the_text = (
            "e => getComputedStyle(e).fontSize == getComputedStyle(e.parentNode).fontSize"
        )
        assert formula.evaluate(like_the_text)
        assert formula.inner_text().startswith("\\(")


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
