"""One line of the table, and the clock behind it."""

import time
from collections.abc import Callable
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


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The best of a few processor times: what else the machine does only adds."""
    work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
