"""An entry of the register, and how a check says which claim it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, TypeAlias, TypeVar, get_args

import numpy as np

from .comparison import SimulatedCheck, SymbolicCheck
from .vocabulary import Read, Since, Verdict

Seed: TypeAlias = int | np.random.Generator  # a seed, or a generator that moves on
Derivation: TypeAlias = Callable[[], SymbolicCheck]
Simulation: TypeAlias = Callable[[Seed], SimulatedCheck]
Check = TypeVar("Check")

DERIVATIONS: dict[str, Derivation] = {}  # id of a claim -> its checks: decorators fill them
SIMULATIONS: dict[str, Simulation] = {}


@dataclass(frozen=True)
class Claim:
    """One claim of the paper and what became of it.

    id: `eq-4` for equation 4, a slug for what has no number. where: the place in the paper.
    says: the claim in our words. verdict: a word of `vocabulary.VERDICTS`. correct: what is true.
    chapter: page and anchor of the derivation, `theory/gaussian#gauss-variance`.
    formulas: of a corrected claim, the paper's expression and ours, short, as MyST text.
    ran: of a claim whose verdict is `same direction`, what was run instead, and only of such.
    since: what the authors have made of it, a word of `vocabulary.SINCE`. later: what stands
    there now and how we know it, of whatever they have changed. source, read: of a claim that is
    not the paper's, its key in the bibliography or its address, and what of it was read, a word
    of `vocabulary.READ`. symbolic() and simulated(rng), with a seed or a generator, make the
    checks; at least one is there.
    """

    id: str
    where: str
    says: str
    verdict: Verdict
    correct: str
    chapter: str
    formulas: tuple[str, str] | None = None
    ran: str | None = None
    since: Since = "not looked up"
    later: str | None = None
    source: str | None = None
    read: Read | None = None
    symbolic: Derivation | None = None
    simulated: Simulation | None = None

    def __post_init__(self) -> None:
        for name, words in (("verdict", Verdict), ("since", Since)):
            one_of(words, f"{name} of {self.id!r}", getattr(self, name))
        if (self.ran is not None) != (self.verdict == "same direction"):
            raise ValueError(
                f"claim {self.id!r} must say in `ran` what was run instead if, and only if, "
                f"its verdict is 'same direction'; it is {self.verdict!r}"
            )
        changed = self.since in ("put right", "put differently")
        if (self.later is not None) != changed:
            raise ValueError(
                f"claim {self.id!r} must say in `later` what the authors have changed if, and "
                f"only if, they have; since is {self.since!r}"
            )
        if (self.source is None) != (self.read is None):
            raise ValueError(
                f"claim {self.id!r} must say in `read` what of its source was read if, and only "
                f"if, it has a source; source is {self.source!r}, read {self.read!r}"
            )
        if self.read is not None:
            one_of(Read, f"read of {self.id!r}", self.read)
        if self.symbolic is None and self.simulated is None:
            raise ValueError(f"claim {self.id!r} has no check in verification/checks/")


def one_of(words: Any, name: str, value: str) -> None:
    """Refuse a value that is no word of a Literal."""
    if value not in get_args(words):
        raise ValueError(f"{name} must be one of {', '.join(get_args(words))}, got {value!r}")


def symbolic(claim: str) -> Callable[[Derivation], Derivation]:
    """Make a function the derivation of the claim with this id."""

    def register(check: Derivation) -> Derivation:
        enter(DERIVATIONS, claim, check)
        return check

    return register


def simulated(
    claim: str,
) -> Callable[[Callable[[np.random.Generator], SimulatedCheck]], Simulation]:
    """Make a function the simulation of the claim with this id; it is given a generator."""

    def register(check: Callable[[np.random.Generator], SimulatedCheck]) -> Simulation:
        def seeded(rng: Seed) -> SimulatedCheck:
            return check(generator(rng))

        update_wrapper(seeded, check)  # so that the check can be read
        enter(SIMULATIONS, claim, seeded)
        return seeded

    return register


def enter(checks: dict[str, Check], claim: str, check: Check) -> None:
    """Keep a check under the id of its claim, which must have none of its kind yet."""
    if claim in checks:
        raise ValueError(f"claim {claim!r} has two checks of one kind")
    checks[claim] = check


def generator(rng: Seed) -> np.random.Generator:
    """The package's own generator from a seed; a generator as it is."""
    if isinstance(rng, np.random.Generator):
        return rng
    return np.random.Generator(np.random.SFC64(rng))
