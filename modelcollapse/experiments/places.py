"""Where the data of an experiment are: a folder, or a data set that is known by its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..validation import kind, told


def place_of(source: object, names: Sequence[str]) -> Path | None:
    """The folder that a source is; None where it is one of the names, or nothing.

    A folder that is there comes before a data set of its name. Raises TypeError or ValueError
    for anything else.
    """
    if source is None:
        return None
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"data must be a name or a folder, got {kind(source)}")
    try:
        place = Path(source)
        there = bool(str(source)) and place.is_dir()
    except (ValueError, OSError, TypeError):  # a NUL character, a name too long, bytes
        there = False
    if there:
        return place
    if source in names:
        return None
    raise ValueError(
        f"data must be one of {', '.join(names)} or a folder that exists, got {told(str(source))}"
    )


def named(folder: Path) -> str:
    """The name of a folder, as a file can keep it."""
    return folder.resolve().name.encode("utf8", "replace").decode() or "data"
