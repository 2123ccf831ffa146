"""Firefox, through WebDriver BiDi: no further program stands between.

A page that a driver opens is not what a reader meets: Firefox draws it at another moment, and
faults that many readers saw do not show, nor do they in a process that showed pages before. So the
address stands on the command line, or the first page opens it in a tab by itself, and nobody asks
anything until the page has been left alone for a while.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from base64 import b64decode
from pathlib import Path
from typing import Any

import websocket

from tests.site.browsers import HEIGHTS, KEYS, PATIENCE, Driver, launcher, until
from tools import BUILD

ALONE = 3.0  # seconds
COARSE, FINE, HOVER = 1, 2, 4  # Firefox's numbers for kinds of pointers
PREFERENCES = Path(__file__).with_name("user.js").read_text("utf8")
# Firefox's own window would not be as narrow as a phone
NARROW = "* { min-width: 0 !important }"
# Said of a formula of which only a part has arrived, when a page is drawn while it is on its way;
# test_formulas.py holds that every formula is whole.
UNFINISHED = "Invalid markup: "


def installed() -> str | None:
    """This machine's Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox(Driver):
    """A fresh Firefox without a window on the screen."""

    name = "firefox"

    def __init__(self, address: str, width: int = 1280, *, tab: bool = False) -> None:
        home = BUILD / "home"
        home.mkdir(parents=True, exist_ok=True)
        self.profile = Path(tempfile.mkdtemp(prefix="firefox-", dir=home))
        pointer = COARSE if width < 600 else FINE + HOVER
        names = [f"ui.{which}PointerCapabilities" for which in ("primary", "all")]
        pointers = [f'user_pref("{name}", {pointer});' for name in names]
        (self.profile / "user.js").write_text("\n".join([PREFERENCES, *pointers]), "utf8")
        (self.profile / "chrome").mkdir()
        (self.profile / "chrome" / "userChrome.css").write_text(NARROW, "utf8")
        places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
        size = {"MOZ_HEADLESS_WIDTH": str(width), "MOZ_HEADLESS_HEIGHT": str(HEIGHTS[width])}
        words = [installed() or "firefox", "--headless", "--no-remote", "--profile"]
        first = launcher(self.profile, address) if tab else address
        words += [str(self.profile), "--remote-debugging-port=0", first]
        self.process = subprocess.Popen(
            words, env={**os.environ, **places, **size}, stdout=-3, stderr=-3
        )
        self.noted: list[str] = []
        self.sent = 0
        self.width = width
        self.socket: websocket.WebSocket | None = None
        try:
            port = until(self.port)
            time.sleep(ALONE)
            place = f"ws://127.0.0.1:{port}/session"
            self.socket = websocket.create_connection(place, PATIENCE, suppress_origin=True)
            self.send("session.new", capabilities={})
            self.send("session.subscribe", events=["log.entryAdded"])
            self.page = until(lambda: self.opened(address))
            if not self.page:
                raise RuntimeError(f"Firefox did not open {address}")
            self.resize(width)
        except BaseException:
            self.close()
            raise

    def port(self) -> int | None:
        """Where Firefox listens, once it does."""
        try:
            return json.loads((self.profile / "WebDriverBiDiServer.json").read_text())["ws_port"]
        except (OSError, ValueError):
            return None

    def opened(self, address: str) -> str | None:
        """The tab with this page."""
        pages = self.send("browsingContext.getTree", maxDepth=0)["contexts"]
        found = (page["context"] for page in pages if page["url"].partition("#")[0] == address)
        return next(found, None)

    def send(self, method: str, **params: Any) -> dict:
        """Send a command, and note what happens before the answer."""
        assert self.socket
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (message := json.loads(self.socket.recv())).get("id") != self.sent:
            entry = message.get("params", {})
            error = message.get("method") == "log.entryAdded" and entry["level"] == "error"
            if error and not entry["text"].startswith(UNFINISHED):
                self.noted.append(entry["text"])
        if message["type"] == "error":
            raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    @property
    def errors(self) -> list[str]:
        self.send("session.status")
        return self.noted

    def text(self, expression: str) -> str:
        place = {"context": self.page}
        said = self.send("script.evaluate", expression=expression, target=place, awaitPromise=True)
        if said["type"] == "exception":
            raise RuntimeError(said["exceptionDetails"]["text"])
        return said["result"]["value"]

    def press(self, key: str) -> None:
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.send("input.performActions", context=self.page, actions=[keyboard])

    def resize(self, width: int) -> None:
        viewport = {"width": width, "height": HEIGHTS[width]}
        self.send("browsingContext.setViewport", userContexts=["default"], viewport=viewport)

    def screenshot(self, path: Path) -> None:
        picture = self.send("browsingContext.captureScreenshot", context=self.page)
        path.write_bytes(b64decode(picture["data"]))

    def close(self) -> None:
        if self.socket:
            self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
