"""The files that the reader finds beside the kernel: notebooks, stored results, drawings."""

import shutil
from pathlib import Path

import nbformat
import xarray as xr

from lite import CONTENTS, without_torch
from tools import ROOT, first_cell, notebooks

BESIDE = ("book/_static/drawings",)
NOTE = """\
**Python runs in your browser here.** It is being loaded until the circle beside *Python (Pyodide)*
is empty, half a minute the first time. A cell that takes too long is stopped by *Kernel*, *Restart
Kernel*: *Interrupt* has no effect in a browser. What you change is kept in this browser."""
# A browser loads what a cell imports, and does not see what a function does.
NAMED = {'load_images("digits")': "import sklearn.datasets"}


def gather() -> None:
    """Copy them to where their notebooks look for them.

    JupyterLite hands a notebook on as it is written: an output in lines stays in lines, which the
    list of headings cannot read. The cell that fetches the book elsewhere is left out, and what
    needs PyTorch is shown and not run.
    Stored results are netCDF-4, which is HDF5 and has no reader in the browser; there they are
    netCDF-3, under the same names and with the same numbers.
    """
    shutil.rmtree(CONTENTS, ignore_errors=True)
    for path in notebooks():
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if not first_cell.is_first(cell)]
        without_torch.without(notebook)
        notebook.cells.insert(1, nbformat.v4.new_markdown_cell(NOTE, id="in-your-browser"))
        for cell in notebook.cells:
            cell.source = (
                next((f"{NAMED[n]}\n" for n in NAMED if n in cell.source), "") + cell.source
            )
        target(path).write_text(nbformat.writes(notebook, split_lines=False), "utf8")
    for folder in BESIDE:
        for path in (ROOT / folder).iterdir():
            copy(path)
    for path in (ROOT / "book/results").glob("*.nc"):
        plainer(path, target(path))


def plainer(path: Path, place: Path) -> None:
    """Write a netCDF-4 file as netCDF-3, which marks bytes without a sign, and try it."""
    with xr.open_dataset(path, engine="h5netcdf") as stored:
        data = stored.load().drop_encoding()
    signed = data.copy()
    for name, values in data.items():
        if values.dtype == "uint8":
            signed[name] = values.astype("int8").assign_attrs(_Unsigned="true")
    signed.to_netcdf(place, engine="scipy", format="NETCDF3_64BIT")
    with xr.open_dataset(place, engine="scipy") as again:
        xr.testing.assert_equal(again.load(), data)


def target(path: Path) -> Path:
    """Where a file of the repository lies among the contents."""
    place = CONTENTS / path.relative_to(ROOT)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def copy(path: Path) -> None:
    """A file as it is."""
    shutil.copy(path, target(path))
