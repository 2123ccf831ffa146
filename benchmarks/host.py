"""A host of static sites, played here, and the pages that weigh most on it."""

import gzip
import io
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.measure import compressed, requested
from benchmarks.pages import pages
from tools import SITE
from tools.browser import Handler, launch, serving

HEAVIEST = 5
PACKED = (".woff", ".woff2", ".png", ".jpg")


class Compressing(Handler):
    """Sends text compressed and keeps connections open, as hosts of static sites do."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | None:
        """The headers, and the content to send after them."""
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix in PACKED:
            return super().send_head()
        content = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


@lru_cache(maxsize=256)
def packed(path: Path) -> bytes:
    """A file's content, compressed."""
    return gzip.compress(path.read_bytes(), 6)


def heaviest(site: Path = SITE) -> list[str]:
    """The front page, and the pages that a first visit costs the most bytes."""
    with sync_playwright() as playwright, serving(site) as base:
        browser = launch(playwright)
        sizes = {name: compressed(site, requested(browser, base, name)) for name in pages()}
        browser.close()
    front = pages()[0]
    return [front, *sorted(sizes.keys() - {front}, key=sizes.__getitem__)[: -HEAVIEST - 1 : -1]]
