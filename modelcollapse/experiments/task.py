"""What an experiment hands to the runner: chains of generations, and how to make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

Record = dict[str, np.ndarray]
Tell = Callable[[str, float], None]
Note = Callable[[int, float, str], None]  # a chain's number, and how far it has come


@dataclass(frozen=True)
class Chain:
    """One run of the recursion: where it lies in the experiment, and how long it is.

    where: coordinates such as `{"sample_size": 1000, "seed": 0}`, the same keys in every
    chain of a task. generations: the number of fits. cost: of one generation, relative to
    those of other chains, for the time that is left.
    """

    where: dict[str, int | float | str]
    generations: int
    cost: float = 1.0

    @property
    def label(self) -> str:
        """The coordinates in words, which is also the name of the chain's file."""
        return ", ".join(f"{name} {value}" for name, value in self.where.items())

    @property
    def work(self) -> float:
        """The cost of the whole chain."""
        return self.generations * self.cost


class Task(Protocol):
    """An experiment whose settings are chosen and whose data are loaded.

    name: of the result, without a suffix. dims, labels: of each recorded variable, its dims
    beside chain and generation, and its `long_name`, `symbol`, `units`. `coords`, where a task
    has them: the labels of such a dim. about: what else the
    provenance must say, such as the data and their checksum. All randomness of a generation
    comes from its chain's seed and its number, so that a chain can go on where it was.
    """

    name: str
    chains: list[Chain]
    dims: dict[str, tuple[str, ...]]
    labels: dict[str, dict[str, str]]
    about: dict[str, str | int | float]

    def kept(self, generation: int) -> bool:
        """Whether the result holds this generation."""

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """Generation 0: what the result keeps of it, and what generation 1 needs.

        tell: told what is going on, and which share of the generation is done.
        """

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Make a generation from what the one before left; the same pair as `begin`."""


@runtime_checkable
class Founded(Protocol):
    """A task whose chains all build on what one chain of another task has made.

    foundation: that task, None where the chains need none.
    """

    foundation: Task | None

    def build_on(self, memory: Record) -> None:
        """Take what the foundation's chain has left in its memory."""
