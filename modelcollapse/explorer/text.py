"""A panel of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import xarray as xr

from .panels import Panel

LINE = 60  # characters, roughly


def rough(text: str) -> int:
    """About how much room a text takes."""
    return len(text) + LINE * text.count("\n")


@dataclass(frozen=True)
class Text(Panel):
    """What a model writes, in full: as text that can be read, found and copied.

    quantity: name of a variable (...) or (..., over) of strings, a few hundred characters
    each. over: dimension whose passages stand one below the other, each after its
    coordinate, such as the prompt; None: one passage. title: text, by default the
    quantity's long name. `Explorer` raises ValueError for a quantity that is not text and
    for one without the dimension `over`.
    """

    quantity: str = "text"
    over: str | None = None
    title: str | None = None
    look: ClassVar[str] = "whole"

    def record(self, data: xr.Dataset) -> dict[str, Any]:
        """The spec, and for each passage its longest text: that much room is kept for it."""
        texts = data[self.quantity]
        each = texts.transpose(self.over, ...) if self.over else [texts]
        room = [max(map(str, passage.values.ravel()), key=rough) for passage in each]
        return {**super().record(data), "room": room}

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The passages."""
        return {self.quantity: (self.over,) if self.over else ()}

    def texts(self) -> list[str]:
        """The passages."""
        return [self.quantity]

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {"kind": "text", "quantity": self.quantity, "over": self.over, "title": self.title}
