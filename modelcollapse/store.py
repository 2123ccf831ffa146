"""Datasets kept on disk: each written whole or not at all, under a name that says its content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr


def content(value: Any, generations: int) -> Any:
    """A value as plain lists and strings that are the same on every machine and in every run.

    A function of i is its values at i = 0 … generations - 1; 10 and 10.0 are the same.
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float, np.number)):
        return float(value).hex()
    if isinstance(value, np.ndarray):
        digest = hashlib.sha256(np.asarray(value, dtype=float).tobytes()).hexdigest()
        return [list(value.shape), digest]
    if isinstance(value, Mapping):
        return {str(k): content(v, generations) for k, v in value.items()}
    if isinstance(value, Sequence):
        return [content(v, generations) for v in value]
    if is_dataclass(value):
        kind = type(value).__qualname__
        return [kind, {f.name: content(getattr(value, f.name), generations) for f in fields(value)}]
    if callable(value):
        return [content(value(i), generations) for i in range(generations)]
    return [type(value).__qualname__, content(vars(value), generations)]


def digest(value: Any) -> bytes:
    """The hash of what `content` returns."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()


def code_hash(*rooms: str) -> str:
    """A hash of the package's code that makes a trace, so that old results are not taken as new.

    rooms: folders of the package that count as well.
    """
    root = Path(__file__).parent
    sources = list(root.glob("*.py"))
    for room in ("families", *rooms):
        sources += (root / room).glob("*.py")
    total = hashlib.sha256()
    for source in sorted(sources):
        total.update(source.name.encode() + source.read_bytes())
    return total.hexdigest()[:16]


def save(trace: xr.Dataset, path: Path) -> None:
    """Write a Dataset whole or not at all: a file that was cut off never has its final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".part{os.getpid()}")
    trace.to_netcdf(part, engine="h5netcdf")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(path)


def load(path: Path) -> xr.Dataset:
    """Read a stored Dataset into memory."""
    with xr.open_dataset(path, engine="h5netcdf") as stored:
        return stored.load()
