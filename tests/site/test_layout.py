"""Pages fit a phone, and say what they show where no script runs."""

from playwright.sync_api import Browser
from test_requests import settle

PHONE = {"width": 390, "height": 844}


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, served: str, page_name: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(served + page_name, wait_until="networkidle")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_picture_has_words(browser: Browser, served: str, page_name: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(served + page_name, wait_until="networkidle")
        mute = page.locator("article img:not([alt]), article img[alt='']").all()
        assert [picture.get_attribute("src") for picture in mute] == []


def test_explorer_without_scripts_shows_its_numbers_and_pictures(
    browser: Browser, served: str, explorer_page: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + explorer_page)
        assert page.locator(".mc-host img").count() > 0
        for root in page.locator(".mc-host").all():
            for number in root.locator("dd").all():
                assert number.inner_text()
            for picture in root.locator("img").all():
                assert len(picture.get_attribute("alt") or "") > 40
                box = picture.bounding_box()
                assert box is not None
                assert box["width"] > 200
                assert box["height"] > 200
            assert "need JavaScript" in root.inner_text()
