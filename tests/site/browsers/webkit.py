"""WebKit, Safari's engine: GTK's small browser, on a screen of its own, through WebDriver.

WebDriver does not tell what scripts complain of, so the pages must come from `recording`.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from base64 import b64decode
from pathlib import Path
from typing import Any

from tests.site.browsers import HEIGHTS, KEYS, PATIENCE, RECORDER, Driver, launcher, until
from tools import BUILD

BROWSERS = "/usr/lib/*/webkit*/MiniBrowser"
OPTIONS = ("--automation", "--full-screen", "--javascript-can-open-windows-automatically=true")


def installed() -> str | None:
    """This machine's browser that is made of WebKit, if what drives it is there as well."""
    here = all(map(shutil.which, ("WebKitWebDriver", "Xvfb")))
    return next((str(p) for p in sorted(Path("/").glob(BROWSERS[1:]))), None) if here else None


def recording(site: Path, folder: Path) -> Path:
    """A copy of a site whose pages note their errors, in links that take no space."""
    shutil.copytree(site, folder, copy_function=os.link)
    for page in folder.rglob("*.html"):
        text = page.read_text("utf8").replace("<head>", f"<head><script>{RECORDER}</script>", 1)
        page.unlink()  # or the site's own would change
        page.write_text(text, "utf8")
    return folder


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class WebKit(Driver):
    """A fresh window of WebKitGTK's MiniBrowser."""

    name = "webkit"

    def __init__(self, address: str, width: int = 1280, *, tab: bool = False) -> None:
        home = BUILD / "home"
        home.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="webkit-", dir=home))
        places = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
        self.processes: list[subprocess.Popen] = []
        self.session = ""
        try:
            environment = os.environ | dict.fromkeys(places, str(self.folder))
            environment["DISPLAY"] = self.screen()
            port = free_port()
            self.driver = f"http://127.0.0.1:{port}"
            self.start(["WebKitWebDriver", f"--port={port}"], env=environment)
            until(self.listening)
            browser = {"binary": installed(), "args": OPTIONS}
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": browser}}
            session = self.post("/session", capabilities=wanted)
            self.session = f"/session/{session['sessionId']}"
            self.resize(width)
            if tab:
                size = f"width={width},height={HEIGHTS[width]}"
                first = self.get("/window")
                self.post("/url", url=launcher(self.folder, address, size))
                [new] = until(lambda: {*self.get("/window/handles")} - {first})
                self.post("/window", handle=new)
            else:
                self.post("/url", url=address)
        except BaseException:
            self.close()
            raise

    def start(self, words: list[str], **options: Any) -> None:
        """Start a program that ends with the browser."""
        self.processes.append(subprocess.Popen(words, stdout=-3, stderr=-3, **options))

    def screen(self) -> str:
        """The name of a new screen that nobody sees."""
        reading, writing = os.pipe()
        size = ("-screen", "0", "1600x1200x24")
        words = ["Xvfb", "-displayfd", str(writing), *size, "-nolisten", "tcp"]
        self.start(words, pass_fds=[writing])
        os.close(writing)
        with open(reading) as pipe:
            return f":{pipe.readline().strip()}"

    def call(self, method: str, path: str, content: dict | None = None) -> Any:
        """Send a command; gives its value."""
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.driver + self.session + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from error

    def get(self, path: str) -> Any:
        """Ask for a value."""
        return self.call("GET", path)

    def post(self, path: str, **content: Any) -> Any:
        """Have something done."""
        return self.call("POST", path, content)

    def listening(self) -> bool:
        """Whether the driver answers."""
        try:
            return bool(self.get("/status"))
        except OSError:
            return False

    @property
    def errors(self) -> list[str]:
        return self.run("window.faults ?? []")

    def text(self, expression: str) -> str:
        then = "then(arguments[0], (error) => arguments[0](error))"
        said = self.post("/execute/async", script=f"{expression}.{then}", args=[])
        if not isinstance(said, str):
            raise RuntimeError(f"{expression}: {said}")
        return said

    def press(self, key: str) -> None:
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self.post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def resize(self, width: int) -> None:
        self.post("/window/rect", width=width, height=HEIGHTS[width])

    def screenshot(self, path: Path) -> None:
        path.write_bytes(b64decode(self.get("/screenshot")))

    def close(self) -> None:
        if self.session:
            self.call("DELETE", "")
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
