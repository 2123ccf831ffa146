"""Figures with sliders: one description in Python, one front end, two hosts."""

from .explorer import Explorer
from .panels import Bars, Density, Lines, Panel

__all__ = ["Bars", "Density", "Explorer", "Lines", "Panel"]
