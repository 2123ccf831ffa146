"""Three browsers behind one small interface: Chromium, Firefox, and WebKit, which is Safari's."""

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Self

PAGE = Path(__file__).with_name("page.js").read_text("utf8")
# Run before a page's own scripts, where a browser does not tell its driver of all errors
RECORDER = """window.faults = [];
addEventListener("error", ({ message, target }) => {
  faults.push(message ?? `did not load: ${target.src ?? target.href}`);
}, true);
addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));"""
HEIGHTS = {1280: 900, 390: 844}  # a desk computer's window, and a phone's
# As WebDriver calls them
KEYS = {
    "Home": "\ue011",
    "End": "\ue010",
    "ArrowRight": "\ue014",
    "ArrowLeft": "\ue012",
    "Escape": "\ue00c",
    "Tab": "\ue004",
}
PATIENCE = 60.0  # seconds for what a browser does at once when the machine has nothing else to do


class Driver(ABC):
    """A browser that was just started, with no history, and a page in it.

    `address` is opened in a window `width` px wide, as the browser's first page or, with `tab`, by
    another page in a new tab. Where the window is a phone's, the pointer is a finger, in the
    browsers that can be told so.
    """

    name: str

    @abstractmethod
    def __init__(self, address: str, width: int = 1280, *, tab: bool = False) -> None: ...

    @property
    @abstractmethod
    def errors(self) -> list[str]:
        """The script errors of the page so far, and of those before it."""

    @abstractmethod
    def text(self, expression: str) -> str:
        """The value of an expression that is a text, or the promise of one."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press and release a key, as a keyboard does."""

    @abstractmethod
    def resize(self, width: int) -> None:
        """Make the page so many pixels wide."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Write what the window shows, as PNG."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, expression: str) -> Any:
        """The value of an expression; a promise is waited for."""
        whole = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        return json.loads(self.text(whole))

    def ask(self, call: str) -> Any:
        """The answer of a function of `page.js`, such as `"formulas()"`."""
        return self.run(f"({PAGE}).{call}")

    def wait(self, condition: str, seconds: float = PATIENCE) -> bool:
        """Whether a condition comes to hold within some seconds."""
        return until(lambda: bool(self.run(condition)), seconds)


def launcher(folder: Path, address: str, features: str = "") -> str:
    """The address of a page that opens another one in a new tab, by itself."""
    path = folder / "launcher.html"
    opens = f"open({json.dumps(address)}, '_blank', '{features}')"
    path.write_text(f"<!doctype html><title>-</title><script>{opens}</script>", "utf8")
    return path.as_uri()


def until(holds: Any, seconds: float = PATIENCE) -> Any:
    """Ask again and again; gives the last answer."""
    end = time.monotonic() + seconds
    while not (answer := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer
