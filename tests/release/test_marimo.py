"""An explorer in marimo: its sliders move it, and Python sees where they stand.

marimo is no dependency of the book: it is installed in a folder of its own, which takes a minute.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tools import ROOT

VERSION = "0.25.2"
START = 120  # seconds, on a machine that has much else to do
SAYS = re.compile(r"Python sees M = (\d+), n = (\d+): σ = ([\d.]+)")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which marimo shows the page's notebook."""
    folder = tmp_path_factory.mktemp("marimo")
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    python = folder / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    source = folder / "source"  # pip would leave what it builds beside the package
    shutil.copytree(ROOT / "modelcollapse", source / "modelcollapse")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    install = [python, "-m", "pip", "install", "--quiet", f"marimo=={VERSION}", source]
    subprocess.run(install, check=True, env=clean)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "marimo", "run", "--headless", "--no-token", "--port", str(port)]
    notebook = ROOT / "book/teaching/in_marimo.py"
    server = subprocess.Popen(
        [python, *words, notebook],
        cwd=folder,
        env=clean | {"HOME": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield answering(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait()


def answering(address: str) -> str:
    """The address, as soon as somebody answers there."""
    end = time.monotonic() + START
    while True:
        try:
            urlopen(address).close()
        except (URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return address


def seen(page: Page) -> tuple[str, ...]:
    """What Python says of the position."""
    found = SAYS.search(page.get_by_text("Python sees").inner_text())
    assert found
    return found.groups()


def test_an_explorer_moves_in_marimo(app: str, page: Page) -> None:
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    page.goto(app)
    size, generation = (page.get_by_role("slider").nth(k) for k in (0, 1))
    generation.wait_for(timeout=1000 * START)
    before = seen(page)
    size.press("ArrowRight")
    generation.press("ArrowRight")
    expect(page.get_by_text("Python sees")).not_to_contain_text(f"M = {before[0]},")
    expect(page.get_by_text("Python sees")).to_contain_text(f"n = {int(before[1]) + 1}:")
    shown = page.locator(".mc dd").first.inner_text()
    assert seen(page)[2] == shown != before[2]
    assert [url for url in foreign if not url.startswith((app, "data:", "blob:"))] == []
