"""Without a mouse an answer to "Predict before you look" is chosen, and what is said of it read."""

from playwright.sync_api import Page

from tests.site.watch import wait_until_ready

HERE = "document.activeElement.closest('.predict > details > summary')?.innerText ?? ''"
MOST_TABS = 120  # through the header and the list of chapters


def heard(page: Page) -> list[tuple[str, str]]:
    """Role and name of all that a screen reader is given, from Chromium's own tree."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    there = [node for node in nodes if not node["ignored"]]
    return [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in there]


def test_answers_open_with_the_keyboard_and_are_read_out(served: str, page: Page) -> None:
    page.goto(f"{served}book/phenomenon/what-is-model-collapse.html")
    wait_until_ready(page)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name := page.evaluate(HERE):
            break
    answer = page.locator(".predict > details").first
    said = answer.locator(".sd-card-text")
    words = said.text_content() or ""
    assert name, "no answer can be reached"
    assert words.startswith(("Yes. ", "No. "))
    assert ("DisclosureTriangle", name) in heard(page)
    assert not said.is_visible()
    assert words not in [text for _, text in heard(page)]
    page.keyboard.press("Enter")
    assert said.is_visible()
    assert words in [text for _, text in heard(page)]
    page.keyboard.press("Tab")
    assert page.evaluate(HERE) == page.locator(".predict summary").nth(1).inner_text()
