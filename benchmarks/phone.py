"""A phone, played by Chromium: a processor four times slower, a slow network, an empty cache."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

WIDTH, HEIGHT = 390, 844
SLOWER = 4
NETWORK = {  # milliseconds, and bytes a second: 1.6 Mbit/s down, 750 kbit/s up
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
LONGEST = 20  # seconds: what takes longer is not waited for
LOOK = 1.0  # seconds from the first paint until a reader scrolls
SPEED = 2500  # pixels a second at which it is scrolled
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
# How far it has been scrolled, and can be, as of the next frame: only then does the page know.
PLACE = """() => new Promise((go) => requestAnimationFrame(() =>
  go([scrollY, document.documentElement.scrollHeight - innerHeight])))"""


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """An empty page on the phone, and the session that commands its browser."""
    screen = ViewportSize(width=WIDTH, height=HEIGHT)
    with browser.new_context(viewport=screen, is_mobile=True, has_touch=True) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session


def read(page: Page, address: str) -> None:
    """Open a page, and look at it for a moment once there is something to read."""
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED, polling=100, timeout=LONGEST * 1000)
    page.wait_for_timeout(1000 * LOOK)


def scroll(session: CDPSession, distance: float) -> None:
    """Move down the page as with a wheel: without a window Chromium ignores a finger here."""
    words = {"x": WIDTH // 2, "y": HEIGHT // 2, "yDistance": -distance, "speed": SPEED}
    session.send("Input.synthesizeScrollGesture", {**words, "gestureSourceType": "mouse"})
