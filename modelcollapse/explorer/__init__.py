"""Figures with sliders: one description in Python, one front end, two hosts."""

from .cloud import Cloud
from .explorer import Explorer
from .images import Images
from .live_categorical import LiveCategorical
from .live_gaussian import LiveGaussian
from .panels import Bars, Density, Lines, Panel
from .text import Text
from .tree import Tree

__all__ = [
    "Bars",
    "Cloud",
    "Density",
    "Explorer",
    "Images",
    "Lines",
    "LiveCategorical",
    "LiveGaussian",
    "Panel",
    "Text",
    "Tree",
]
