"""A position of an explorer has a link, and the page's address follows the reader."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

CHAPTER = "book/phenomenon/what-is-model-collapse.html"
STORED = "book/theory/noisy.html"  # its runs are not computed in the page
MOUNT = "(id) => explorers.mount(document.getElementById(id)).then(() => null)"
ADDRESSES = """
  window.written = [];
  const write = history.replaceState;
  history.replaceState = (...all) => { written.push(all[2]); return write.apply(history, all); };
"""
DIFFERENT = "new Set(written).size"


def opened(page: Page, address: str, number: int = 1) -> Locator:
    """An explorer of a page, when it lives."""
    page.goto("about:blank")  # or a new fragment would not load the page anew
    page.goto(address, wait_until="load")
    page.evaluate(MOUNT, f"explorer-{number}")
    return page.locator(f"#explorer-{number}")


def state(root: Locator) -> tuple[list[str], list[str]]:
    """Where the sliders stand, and the numbers."""
    places = "(nodes) => nodes.map((node) => node.value)"
    return root.locator("input, select").evaluate_all(places), root.locator("dd").all_inner_texts()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_address_leads_back_to_the_position(
    page: Page, browser: Browser, served: str, site: Path, scheme: str
) -> None:
    base = served if scheme == "http" else site.as_uri() + "/"
    root = opened(page, base + CHAPTER, 2)
    root.get_by_role("combobox").select_option("mix in 10 % real data")
    root.get_by_role("slider").first.press("ArrowRight")
    for _ in range(2):
        root.get_by_role("button", name="New run").click()
    wanted = r"#explorer-2\?sample_size=20&regime=mix\+in\+10\+%25\+real\+data&generation=100"
    page.wait_for_url(re.compile(f"{wanted}&replicate=2&seed=7$"))
    assert page.evaluate("history.length") == 2
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        reader = context.new_page()
        again = opened(reader, page.url, 2)
        expect(again.locator(".mc-buttons")).to_contain_text("run 3 of 6")
        assert state(again) == state(root)
        expect(again).to_be_in_viewport(ratio=0.8)  # it is taller than a window
        assert "link" not in again.locator(".mc-foot").inner_text()
        # and another address, once the page is there
        reader.evaluate("location.hash = '#explorer-1?sample_size=30&generation=7&seed=1'")
        other = reader.locator("#explorer-1")
        expect(other.get_by_role("slider").nth(1)).to_have_value("7")
        expect(other).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(
    ("query", "says", "generation"),
    [
        ("generation=41.4&seed=1", None, "41"),
        ("generation=1e9&seed=1", None, "60"),
        ("generation=often&seed=1", "asks for generation “often”, which is not here.", "60"),
        ("generation=", "asks for generation “”, which is not here.", "60"),
        ("replicate=12&generation=3", "asks for run “12”, which is not here.", "3"),
        ("size=3&generation=2", "names “size”, which is no slider here.", "2"),
        ("generation=1&seed=9", "was made from seed 9; this page shows seed 1.", "1"),
        ("<img src=x>", "names “<img src”, which is no slider here.", "60"),
    ],
)
def test_what_cannot_be_had_is_said(
    page: Page, served: str, query: str, says: str | None, generation: str
) -> None:
    root = opened(page, f"{served}{STORED}#explorer-1?{query}")
    slider, foot = root.get_by_role("slider").nth(1), root.locator(".mc-foot")
    expect(slider).to_have_value(generation)
    if says is None:
        expect(foot).not_to_contain_text("The link")
    else:
        expect(foot).to_contain_text(says)
    slider.press("ArrowLeft")
    expect(foot).not_to_contain_text("The link")


def test_other_fragments_are_left_alone(page: Page, served: str) -> None:
    opened(page, f"{served}{CHAPTER}#exercises")
    expect(page.locator("#exercises")).to_be_in_viewport()
    page.evaluate("location.hash = '#explorer-9?generation=1'")
    page.evaluate("location.hash = '#explorer-2'")
    expect(page.locator("#explorer-2")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0


def test_play_writes_no_address_until_it_stops(page: Page, served: str) -> None:
    page.add_init_script(ADDRESSES)
    root = opened(page, served + CHAPTER)
    root.get_by_role("slider").nth(1).press("Home")
    page.wait_for_function(f"{DIFFERENT} === 1")
    root.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1500)
    assert page.evaluate(DIFFERENT) == 1
    root.get_by_role("button", name="Pause").click()
    page.wait_for_function(f"{DIFFERENT} === 2")


def test_the_button_copies_the_address(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        root = opened(page, served + CHAPTER)
        root.get_by_role("slider").first.press("Home")
        status = root.get_by_role("status")
        expect(status).to_contain_text("Mean")  # it is said a moment after the key
        button = root.get_by_role("button", name="Copy link")
        button.click()
        expect(root.get_by_role("button", name="Copied")).to_be_visible()
        expect(status).to_have_text("Copied")
        address = page.evaluate("navigator.clipboard.readText()")
        assert address == page.url
        place = "sample_size=2&generation=50&replicate=0&seed=1&show=one+run"
        assert address.endswith(f"#explorer-1?{place}")
        expect(button).to_be_visible(timeout=5000)
        expect(status).to_have_text("")


def test_where_nothing_can_be_copied_the_address_stands_in_a_field(page: Page, served: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    root = opened(page, served + CHAPTER)
    root.get_by_role("button", name="Copy link").click()
    field = root.get_by_role("textbox", name="Address of this position")
    expect(field).to_be_focused()
    assert field.input_value() == page.url
    selected = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(selected) == page.url
    root.get_by_role("slider").first.press("ArrowRight")
    expect(field).to_have_count(0)
