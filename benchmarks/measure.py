"""What a reader waits for, measured in a browser: bytes of a page, milliseconds of a slider."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

EVENTS = 30  # of a try
PAUSE = 50  # milliseconds between two keys: a frame has been drawn by then

# Before the page's own listeners: explorers keep the keys of their sliders to themselves.
KEYS = """addEventListener("keydown", (e) => {
  window.key = { time: e.timeStamp, asked: false };
}, true);"""

# From the key to the first task after the frame that shows what it changed.
WATCH = """() => {
  window.frames_ms = [];
  const observer = new MutationObserver(() => {
    const now = window.key;
    if (!now || now.asked) return;
    now.asked = true;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.frames_ms.push(performance.now() - now.time);
      channel.port2.postMessage(0);
    });
  });
  for (const node of document.querySelectorAll(".mc figure :is([role=img], .mc-text)")) {
    observer.observe(node, { subtree: true, childList: true, attributes: true });
  }
}"""


# The least that an explorer can do: one slider moves one line.
LEAST = """<!doctype html><div class="mc"><input type="range" max="50"
 oninput="line.setAttribute('x1', this.value)">
<figure><svg role="img"><line id="line" x2="9" y2="99" stroke="black"/></svg></figure></div>"""

# All explorers are alive, and all fonts are there.
SET = """async () => {
  await (window.pageReady?.() ?? window.MathJax?.startup?.promise);  // ours, or the stock theme
  await document.fonts.ready;
}"""


def opened(page: Page, address: str) -> Page:
    """The page, with its explorers alive and its first one in sight and watched."""
    page.add_init_script(KEYS)
    page.goto(address, wait_until="load")
    page.evaluate("() => pageReady()")
    return watched(page)


def bare(page: Page) -> Page:
    """A page where one slider moves one line: what browser and machine need by themselves.

    It has an address, as the pages beside it: a document written into a blank page has no pointer
    over it, and Chromium saves the search for what lies there.
    """
    address = "http://localhost/bare.html"
    page.route(address, lambda route: route.fulfill(body=LEAST, content_type="text/html"))
    page.goto(address)
    page.evaluate(KEYS)
    return watched(page)


def watched(page: Page) -> Page:
    """Time the frames of the first explorer from now on."""
    page.locator(".mc").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)  # the fonts are done
    page.evaluate(WATCH)
    return page


def frame_times(page: Page) -> list[float]:
    """Milliseconds from key to redrawn frame, for arrow keys on the first explorer."""
    page.bring_to_front()
    page.evaluate("() => { frames_ms.length = 0; }")
    sliders = page.locator(".mc").first.locator("input[type=range]").all()
    for slider in sliders:
        slider.focus()
        stops = int(slider.get_attribute("max") or 1)
        page.keyboard.press("Home")
        page.wait_for_timeout(PAUSE)
        for step in range(EVENTS // len(sliders)):
            backwards = (step // stops) % 2
            page.keyboard.press("ArrowLeft" if backwards else "ArrowRight")
            page.wait_for_timeout(PAUSE)
    times: list[float] = page.evaluate("() => window.frames_ms")
    return times


def requested(browser: Browser, base: str, name: str) -> set[str]:
    """The files of the site that a first visit to a page asks for; other hosts do not answer."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.route(lambda address: not address.startswith(base), lambda route: route.abort())
        page = context.new_page()
        found: set[str] = set()
        page.on("request", lambda request: found.add(request.url))
        page.goto(base + name, wait_until="load")
        page.evaluate(SET)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    ours = (address for address in found if address.startswith(base))
    return {unquote(urlsplit(address).path.lstrip("/")) for address in ours}


def compressed(site: Path, files: set[str]) -> int:
    """Bytes of these files as a server sends them: gzip, but for what is compressed already."""
    total = 0
    for name in files:
        content = (site / name).read_bytes()
        packed = name.endswith((".woff", ".woff2", ".png", ".jpg"))
        total += len(content) if packed else len(gzip.compress(content, 6))
    return total
