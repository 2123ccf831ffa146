"""A panel of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .panels import Panel


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

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The passages."""
        return {self.quantity: (self.over,) if self.over else ()}

    def texts(self) -> list[str]:
        """The passages."""
        return [self.quantity]

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {"kind": "text", "quantity": self.quantity, "over": self.over, "title": self.title}
