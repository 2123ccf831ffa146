"""The first screen of the front page: what is special in a sentence, three doors, an explorer."""

import pytest
from playwright.sync_api import Browser, Page, expect

FRONT = "book/index.html"
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(params=SCREENS)
def front(browser: Browser, served: str, request: pytest.FixtureRequest) -> Page:
    """The page as it is opened, not scrolled."""
    width, height = SCREENS[request.param]
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(served + FRONT, wait_until="load")
        yield page


def test_first_screen_holds_sentence_doors_and_explorer(front: Page) -> None:
    height = front.viewport_size["height"]
    doors = front.locator(".doors a")
    assert [words.split()[0] for words in doors.all_inner_texts()] == ["Read", "Run", "Teach"]
    panel = front.locator(".mc figure").first
    expect(panel).to_be_visible()
    whole = [front.locator("h1 + p"), *doors.all(), *front.locator(".mc-controls input").all()]
    whole.append(front.locator(".mc").get_by_role("button", name="Play"))
    for part in whole:
        box = part.bounding_box()
        assert box["y"] + box["height"] <= height
    assert panel.bounding_box()["y"] + 100 < height, "the first panel begins on the first screen"


def test_explorer_is_alive_without_scrolling(front: Page) -> None:
    slider = front.locator(".mc-controls input").nth(1)
    expect(slider).to_be_visible()
    drawing = front.locator(".mc-panels")
    slider.focus()
    before = drawing.inner_html()
    front.keyboard.press("End")
    assert drawing.inner_html() != before


def test_doors_lead_somewhere(page: Page, served: str) -> None:
    page.goto(served + FRONT, wait_until="load")
    for number in range(3):
        page.locator(".doors a").nth(number).click()
        page.wait_for_load_state("load")
        target = page.url.partition("#")[2]
        assert page.locator(f"#{target}" if target else "article h1").is_visible()
        page.goto(served + FRONT, wait_until="load")
