"""Running notebooks, several at a time, and what of a run is committed."""

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from tools import ROOT
from tools.kernels import ForkedKernelManager

CELL_TIMEOUT = 300  # seconds
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel sets before pyplot is loaded
ENVIRONMENT = dict.fromkeys(THREADS, "1") | {"MPLBACKEND": INLINE}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
# The checks of the claims come first, and some way behind them the page that shows what they gave.
FIRST = ("verification", "autoencoder-pictures", "language-models", "mixture-fits")
LAST = ("claims", "absorbing-chains", "neighbours", "explorer-lab", "index")
GLUE = "application/papermill.record/"
KEPT = {"text/plain", "text/latex", "text/markdown"}  # outputs that are committed, glued or not
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(Exception):
    """A notebook could not be run to its end."""


def skipped(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell is shown but not run: nbclient's own tag."""
    return "skip-execution" in cell.metadata.get("tags", [])


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Fix the metadata that depend on the machine; the page needs only these."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if skipped(cell):
            cell.update(execution_count=None, outputs=[])


def execute(path: Path) -> tuple[nbformat.NotebookNode, float]:
    """Run one notebook from its own folder; return it with its outputs, and the seconds it took."""
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        startup_timeout=CELL_TIMEOUT,  # the first one waits for what all begin with
        kernel_name=KERNEL["name"],
        kernel_manager_class=ForkedKernelManager,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--IPKernelApp.log_level=40"],  # it warns of talking to localhost by TCP
        record_timing=False,
        shutdown_kernel="immediate",  # a kernel that is asked to end takes a second to do so
        store_widget_state=False,
        coalesce_streams=True,  # a busy machine hands over what was printed in more than one piece
    )
    try:
        asyncio.run(client.async_execute())  # in a thread's own loop, which is closed behind it
    except (CellExecutionError, CellTimeoutError) as error:
        raise NotebookError(f"{path.relative_to(ROOT)}\n{ANSI.sub('', str(error))}") from None
    normalise(notebook)
    return notebook, time.perf_counter() - start


def place(path: Path) -> int:
    """When a notebook is run: the long ones first, so that both cores are busy to the end."""
    if path.stem in FIRST:
        return FIRST.index(path.stem) - len(FIRST)
    return LAST.index(path.stem) + 1 if path.stem in LAST else 0


def execute_all(
    paths: Sequence[Path], done: Callable[[Path, nbformat.NotebookNode, float], None]
) -> list[NotebookError]:
    """Run notebooks in parallel, hand each to `done` as it ends, return what went wrong."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    failures: list[NotebookError] = []
    paths = sorted(paths, key=place)
    pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1))
    running = {pool.submit(execute, path): path for path in paths}
    try:
        for count, future in enumerate(as_completed(running), start=1):
            name = running[future].relative_to(ROOT)
            try:
                notebook, seconds = future.result()
            except NotebookError as error:
                failures.append(error)
                print(f"[{count}/{len(paths)}] {name} FAILED", flush=True)
                continue
            done(running[future], notebook, seconds)
            print(f"[{count}/{len(paths)}] {name} {seconds:.1f} s", flush=True)
    finally:  # Ctrl-C interrupts the kernels too
        pool.shutdown(cancel_futures=True)
    return failures


def strip(notebook: nbformat.NotebookNode) -> None:
    """Keep the text outputs only, and name each cell by its content."""
    normalise(notebook)
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        for output in cell.get("outputs", []):
            if "data" in output:
                data = output.data.items()
                output.data = {mime: it for mime, it in data if mime.removeprefix(GLUE) in KEPT}
        if "outputs" in cell:
            cell.outputs = [out for out in cell.outputs if out.get("data", True)]
