"""A panel of small grey pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .panels import Panel


@dataclass(frozen=True)
class Images(Panel):
    """A grid of grey pictures: 0 is paper, 1 is ink, in light and in dark.

    quantity: name of a variable (..., image, row, column) with values from 0 to 1; what is
    NaN stays empty. title: text, by default the quantity's long name.
    Used in the chapter "Variational autoencoders".
    """

    quantity: str = "images"
    title: str | None = None

    def bits(self) -> dict[str, int]:
        """Fifteen shades of grey are enough for the eye."""
        return {self.quantity: 4}

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The pictures."""
        return {self.quantity: ("image", "row", "column")}

    def shares(self) -> list[str]:
        """The pictures."""
        return [self.quantity]

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {"kind": "images", "quantity": self.quantity, "title": self.title}
