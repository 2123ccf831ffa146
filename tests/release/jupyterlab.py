"""A notebook in a real JupyterLab, which a browser drives: for pictures of it and for tests."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
from playwright.sync_api import Locator, Page

from tools import ROOT
from tools.first_cell import is_first

START, RUN = 300, 900  # seconds, on a machine that has much else to do
READY = "(ipykernel) | Idle"  # in the status bar
OPTIONS = {
    "ServerApp.open_browser": False,
    "ServerApp.port_retries": 0,
    "ServerApp.allow_root": True,  # a container may know no other user
    "IdentityProvider.token": "",  # it listens on this machine only, and for a minute
}
# no invitation to news from another host; all cells in the page, also those out of sight
CONFIG = {
    "labconfig/page_config.json": {
        "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}
    },
    "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {
        "windowingMode": "none"
    },
}
DONE = """() => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
  return prompts.length > 0 && prompts.every((p) => /\\d/.test(p.textContent));
}"""


def beginning(notebook: Path, until: str, target: Path) -> None:
    """Copy a notebook up to the cell that holds a text, without outputs and `tools.first_cell`."""
    part = nbformat.read(notebook, as_version=4)
    end = next(i for i, cell in enumerate(part.cells) if until in cell.source)
    part.cells = [cell for cell in part.cells[:end] if not is_first(cell)]
    for cell in part.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(part, target)


@contextmanager
def jupyterlab(folder: Path, home: Path) -> Iterator[str]:
    """Run JupyterLab over a folder, with its settings in `home`; gives the address."""
    for name, content in CONFIG.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(json.dumps(content))
    places = {"JUPYTER_CONFIG_DIR": "", "JUPYTERLAB_SETTINGS_DIR": "settings"}
    places |= {"JUPYTERLAB_WORKSPACES_DIR": "workspaces", "JUPYTER_RUNTIME_DIR": "runtime"}
    env = {**os.environ, **{name: str(home / place) for name, place in places.items()}}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [f"--{name}={value}" for name, value in OPTIONS.items()]
    words += [f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-W", "default", "-m", "jupyterlab", *words], env=env, stderr=log
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address, server, home / "log")
        yield address
    finally:
        server.terminate()  # it ends its kernels first
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise RuntimeError if it ends or takes too long."""
    give_up = time.monotonic() + START
    while server.poll() is None and time.monotonic() < give_up:
        try:
            urlopen(f"{address}api", timeout=5).close()
            return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def run_all(page: Page, address: str, name: str) -> None:
    """Open a notebook and run all of its cells."""
    page.set_default_timeout(1000 * START)
    page.goto(f"{address}doc/tree/{name}")
    page.locator(".jp-CodeCell").first.wait_for()
    page.get_by_text(READY).wait_for()  # what is run before the kernel is there is lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(DONE, timeout=1000 * RUN)


def cell_with(page: Page, text: str) -> Locator:
    """The code cell whose source holds a text."""
    return page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=text)).first
