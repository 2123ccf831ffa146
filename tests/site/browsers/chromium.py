"""Chromium, through Playwright: a context without a history stands for a fresh start."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.site.browsers import HEIGHTS, RECORDER, Driver, launcher
from tools import BUILD


class Chromium(Driver):
    """A fresh context of a running Chromium."""

    name = "chromium"

    def __init__(
        self, address: str, width: int = 1280, *, tab: bool = False, browser: Browser
    ) -> None:
        viewport = {"width": width, "height": HEIGHTS[width]}
        self.context = browser.new_context(viewport=viewport, has_touch=width < 600)
        self.context.add_init_script(RECORDER)
        self.page = self.context.new_page()
        if tab:
            with TemporaryDirectory(dir=BUILD) as folder, self.context.expect_page() as opened:
                self.page.goto(launcher(Path(folder), address))
            self.page = opened.value
        else:
            self.page.goto(address)

    @property
    def errors(self) -> list[str]:
        return self.run("window.faults")

    def text(self, expression: str) -> str:
        return self.page.evaluate(expression)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def close(self) -> None:
        self.context.close()
