"""The text of the language experiment in numbers: how often each token and each pair occurs.

Count models need no more, and the text itself is not ours to store.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import language, sequences
from .task import Chain, Record, Tell


def prepare(preset: str, data: str | None) -> CountsTask:
    """Load and cut the text as the language experiment does; raises what that raises."""
    found = language.prepare(preset, data)
    names = ("data", "checksum", "blocks", "device", "libraries")
    return CountsTask(
        name=f"counts-{preset}",
        about={name: found.about[name] for name in names},
        counts=sequences.counts(found.train, found.vocabulary),
        given=found.given,
    )


@dataclass
class CountsTask:
    """One chain, which has nothing but its generation 0: the real text."""

    name: str
    about: dict[str, str | int | float]
    counts: np.ndarray
    given: Record
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: language.DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: language.LABELS)

    @property
    def chains(self) -> list[Chain]:
        """Generation 0 alone."""
        return [Chain({"text": "real"}, 0)]

    def kept(self, generation: int) -> bool:
        """It is kept."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """The counts."""
        return {"counts": self.counts}, {}

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """There is no further generation."""
        raise ValueError(f"the real text has no generation {generation}")
