"""Fonts with few letters."""

import logging
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table that it writes


def reduce(source: Path, target: Path, points: Iterable[int]) -> None:
    """Write a font with these letters, as far as it has them, compressed for browsers.

    A third of the bytes is left without the second set of small letters for indices, which are as
    clear when they are only made smaller, and without the hints for coarse screens.
    """
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    options.drop_tables += ["FFTM"]  # when an editor saved it
    font = subset.load_font(str(source), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=points)
    chosen.subset(font)
    subset.save_font(font, str(target), options)
