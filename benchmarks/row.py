"""One line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, in words; the bound, in words; and whether it holds."""

    what: str
    measured: str
    bound: str
    holds: bool

    def line(self) -> str:
        """The row in Markdown."""
        return f"| {self.what} | {self.measured} | {self.bound} | {'✓' if self.holds else '✗'} |"
