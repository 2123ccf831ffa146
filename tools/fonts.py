"""Fonts with few letters."""

import logging
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table that it writes
SCRIPTS = "ssty"  # the forms of small letters in indices and exponents


def reduce(source: Path, target: Path, points: Iterable[int]) -> None:
    """Write a font with these letters, as far as it has them, compressed for browsers."""
    options = subset.Options(flavor="woff2", layout_features=[SCRIPTS])
    options.drop_tables += ["FFTM"]  # when an editor saved it
    font = subset.load_font(str(source), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=points)
    chosen.subset(font)
    subset.save_font(font, str(target), options)
