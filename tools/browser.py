"""A server for the built site, and a browser."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tools import BUILD

# The headless shell comes first: it has no windows of its own, and opens a page in half the time.
PROGRAMS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"
APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
INSTALL = "apt-get install chromium-headless-shell, or .venv/bin/playwright install chromium"


def program() -> str | None:
    """This machine's Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return str(APPLICATION) if found is None and APPLICATION.exists() else found


def launch(playwright: Playwright, *options: str) -> Browser:
    """Start this machine's Chromium or Chrome, or else Playwright's own."""
    home = BUILD / "home"  # Chromium leaves crash reports and settings behind
    home.mkdir(parents=True, exist_ok=True)
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
    # letters as wide as readers have them; the shell alone would round their widths
    as_read = ["--font-render-hinting=none"]
    return playwright.chromium.launch(
        executable_path=program(), args=[*as_read, *options], env={**os.environ, **places}
    )


class Handler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serves on when a browser hangs up early, or asks for a page's forty files at once."""

    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what is not the browser's doing."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder on localhost; gives the address, with a slash at its end."""
    with Server(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
