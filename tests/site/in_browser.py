"""A notebook run to its end by the Python that lives in the reader's browser."""

import re
import time
from collections.abc import Iterator
from typing import Any

import nbformat
from playwright.sync_api import Page

from lite.without_torch import left_out
from tools import ROOT

READY = """() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status
  === "idle" """
RUN = """() => {
  window.ended = null;
  window.jupyterapp.commands.execute("notebook:run-all-cells")
    .then((good) => { window.ended = String(good); }, (error) => { window.ended = `${error}`; });
}"""
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
START, END = 180_000, 900_000  # milliseconds, on a busy machine

PICTURE = re.compile(r"<Figure size")
ROUNDING = re.compile(r"[+-]?(\d\.\d+e-1[5-9]|0\.0+e\+00)\b")  # of a difference that is 0
Cell = dict[str, Any]


def run(page: Page, served: str, name: str) -> tuple[list[Cell], set[str], float]:
    """Run all cells of a notebook, for instance `book/theory/fates`.

    Returns the cells with what they put out now, requests to other hosts, and the seconds from
    opening the page to the end.
    """
    foreign: set[str] = set()
    home = (served, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(home) else foreign.add(r.url))
    began = time.perf_counter()
    page.goto(f"{served}lite/notebooks/index.html?path={name}.ipynb")
    page.wait_for_function(READY, timeout=START)
    page.evaluate(RUN)
    page.wait_for_function("() => window.ended !== null", timeout=END)
    return page.evaluate(CELLS), foreign, time.perf_counter() - began


def runs_as_committed(page: Page, served: str, name: str) -> None:
    """Fail if a cell fails, prints something else than is committed, or asks another host."""
    cells, foreign, _ = run(page, served, name)
    assert not errors(cells)
    assert not foreign
    committed = nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells
    shown_only = left_out(committed)  # these need PyTorch
    run_there = [cell for number, cell in enumerate(committed) if number not in shown_only]
    assert not differing(run_there, cells)


def errors(cells: list[Cell]) -> list[str]:
    """What was raised, with the first line of the cell that raised it."""
    return [
        f"{cell['source'].splitlines()[0]}: {out['ename']}: {out['evalue']}"
        for cell in cells
        for out in cell.get("outputs", [])
        if out["output_type"] == "error"
    ]


def printed(cells: list[Cell]) -> Iterator[tuple[str, str]]:
    """Source and text of each code cell that puts out text, in a stream or as its result."""
    for cell in cells:
        outputs = cell.get("outputs", [])  # what was committed has the streams in one piece
        streams = [
            o["text"] for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout"
        ]
        results = [told(o) for o in outputs if "text/plain" in o.get("data", {})]
        words = ["".join(map("".join, streams)), *(r for r in results if not PICTURE.match(r))]
        text = "\n".join(word.strip("\n") for word in words if word)
        if text.strip():
            yield "".join(cell["source"]), plain(text)


def told(out: dict[str, Any]) -> str:
    """The plain text of a result."""
    return "".join(out["data"]["text/plain"])


def plain(text: str) -> str:
    """Without what is never the same: where an object lies, and the end of a line."""
    text = ROUNDING.sub("±0", re.sub(r"0x[0-9a-f]+", "0x", text))
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def differing(ours: list[Cell], theirs: list[Cell]) -> list[tuple[str, str, str]]:
    """First line of a cell, the committed text, and the browser's, where they differ."""
    found = dict(printed(theirs))
    compared = [c for c in ours if "nbval-ignore-output" not in c["metadata"].get("tags", [])]
    return [
        (source.splitlines()[0], text, found.get(source, "(nothing)"))
        for source, text in printed(compared)
        if found.get(source) != text
    ]
