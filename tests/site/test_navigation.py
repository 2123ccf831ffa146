"""A reader who uses the keyboard, a screen reader or large letters gets everywhere."""

import pytest
from playwright.sync_api import Browser

from tests.site.watch import wait_until_ready

REPRESENTATIVE = ["book/index.html", "book/theory/gaussian.html", "book/reference/api.html"]

# the focused element, and how it looks; null at the page's end
LOOK = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const style = (n) => { const s = getComputedStyle(n); return [s.outlineStyle === "none" ? "" :
    s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join(); };
  const focused = [style(node), style(node.parentElement)].join();
  const shown = node.checkVisibility({ opacityProperty: true });
  node.blur();
  const plain = [style(node), style(node.parentElement)].join();
  node.focus({ focusVisible: true, preventScroll: true });
  return { html: node.outerHTML.slice(0, 120), seen: shown && focused !== plain };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_skip_link_is_first_and_leads_to_the_text(
    browser: Browser, served: str, scheme: str
) -> None:
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{served}book/theory/gaussian.html", wait_until="load")
        link = page.locator("#pst-skip-link a")
        page.keyboard.press("Tab")
        assert link.evaluate("(link) => link === document.activeElement")
        page.wait_for_timeout(300)
        box = link.bounding_box()
        assert box["y"] >= 0
        assert box["height"] > 15
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_focus_is_seen_on_every_control(
    browser: Browser, served: str, name: str, scheme: str
) -> None:
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(served + name, wait_until="load")
        wait_until_ready(page)
        page.add_style_tag(content="* { transition: none !important; }")
        unseen = []
        for _ in range(120):
            page.keyboard.press("Tab")
            look = page.evaluate(LOOK)
            if look is None:
                break
            if not look["seen"]:
                unseen.append(look["html"])
    assert unseen == []


def test_code_is_copied_with_the_keyboard(browser: Browser, served: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{served}book/theory/gaussian.html", wait_until="load")
        cell = page.locator("div.cell:not(.tag_hide-input, .tag_hide-cell) .highlight").first
        cell.locator("button.copybtn").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.copybtn.success')")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.split() == (cell.locator("pre").text_content() or "").split()
