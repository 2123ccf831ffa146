"""Datasets kept on disk: each written whole or not at all, and known again when it is read."""

from __future__ import annotations

import hashlib
import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import xarray as xr

from .validation import kind

# A browser's Python has no HDF5; what it is given to read is netCDF-3.
READER: Literal["h5netcdf", "scipy"] = "h5netcdf" if find_spec("h5netcdf") else "scipy"
# Nor can its files be mapped into memory.
READ_WHOLE: dict[str, Any] = {"mmap": False} if READER == "scipy" else {}
DIGITS = 16  # of the sum of a file's bytes, in its name


def folder(path: object) -> Path:
    """The folder of a store, made and tried: raises ValueError where nothing can be written."""
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"store must be a folder, got {kind(path)}")
    place = Path(path)
    try:
        place.mkdir(parents=True, exist_ok=True)
        trial = place / f"trial-{uuid4().hex}.part"
        trial.write_bytes(b"")
        trial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        name = str(path) if len(str(path)) < 150 else f"{str(path)[:149]}…"
        why = getattr(error, "strerror", None) or error
        raise ValueError(
            f"store must be a folder that can be written to, got {name!r}: {why}"
        ) from error
    return place


def save(trace: xr.Dataset, path: Path) -> None:
    """Write a Dataset whole or not at all: a file that was cut off never has its final name.

    The bytes are made in memory, so that a full disk costs a file and not the process (h5py 3.16
    ends the interpreter when a half-written file is freed). Raises OSError where the file cannot
    be written; nothing is left of it then.
    """
    write(packed(trace), path)


def keep(trace: xr.Dataset, path: Path) -> None:
    """`save`, with the sum of the bytes in the file's name, so that a damaged one is known."""
    content = packed(trace)
    write(content, path.with_name(f"{path.stem}-{total(content)}.nc"))


def packed(trace: xr.Dataset) -> bytes:
    """A Dataset as the bytes of a netCDF file."""
    return bytes(trace.to_netcdf(engine="h5netcdf"))


def total(content: bytes) -> str:
    """The sum of bytes that stands in a file's name."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def write(content: bytes, path: Path) -> None:
    """Write bytes aside, and give them their name when they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def find(path: Path) -> xr.Dataset | None:
    """The Dataset that was kept under this name; None where there is none that is whole.

    A damaged file is named in a warning, and passed over.
    """
    for file in sorted(path.parent.glob(f"{path.stem}-*.nc")):
        try:
            content = file.read_bytes()
            if total(content) == file.stem.rpartition("-")[2]:
                return load(file)
        except OSError:  # another process, or a reader's hand, took it away
            continue
        warnings.warn(
            f"{file} is damaged and is made again; delete it to be rid of this warning",
            RuntimeWarning,
            stacklevel=2,
        )
    return None


def load(path: Path) -> xr.Dataset:
    """Read a stored Dataset into memory."""
    with xr.open_dataset(path, engine=READER, **READ_WHOLE) as stored:
        return stored.load()
