"""An entry of the register, and how a check says which claim it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, get_args

import numpy as np

from .comparison import SimulatedCheck, SymbolicCheck

Seed: TypeAlias = int | np.random.Generator  # a seed, or a generator that moves on
Derivation: TypeAlias = Callable[[], SymbolicCheck]
Simulation: TypeAlias = Callable[[Seed], SimulatedCheck]
Verdict = Literal[
    "confirmed", "conditional", "corrected", "misprint", "same direction", "assumption"
]
Check = TypeVar("Check")

DERIVATIONS: dict[str, Derivation] = {}  # id of a claim -> its checks: decorators fill them
SIMULATIONS: dict[str, Simulation] = {}


@dataclass(frozen=True)
class Claim:
    """One claim of the paper and what became of it.

    id: `eq-4` for equation 4, a slug for what has no number. where: the place in the paper.
    says: the claim in our words. verdict: `confirmed`; `conditional`, true with a condition that
    the paper omits; `corrected`, wrong as it stands; `misprint`, where what is meant is true;
    `same direction`, where only the number is wrong; or `assumption`. correct: what is true.
    chapter: page and anchor of the derivation, `theory/gaussian#gauss-variance`.
    formulas: of a corrected claim, the paper's expression and ours, short, as MyST text.
    since: what the authors have made of it since. symbolic() and simulated(rng), with a seed or
    a generator, make the checks; at least one is there.
    """

    id: str
    where: str
    says: str
    verdict: Verdict
    correct: str
    chapter: str
    formulas: tuple[str, str] | None = None
    since: str | None = None
    symbolic: Derivation | None = None
    simulated: Simulation | None = None

    def __post_init__(self) -> None:
        if self.verdict not in get_args(Verdict):
            raise ValueError(
                f"verdict of {self.id!r} must be one of {', '.join(get_args(Verdict))}, "
                f"got {self.verdict!r}"
            )
        if self.symbolic is None and self.simulated is None:
            raise ValueError(f"claim {self.id!r} has no check in verification/checks/")


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
