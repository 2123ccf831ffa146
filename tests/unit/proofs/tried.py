"""How the statement of a proof exercise is tried on numbers, and where all of these are kept.

Nothing is proved by it, and nothing is random but matrices and laws with a fixed seed, of which
every one must obey.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy import stats


@dataclass
class Tried:
    """What one statement says of numbers.

    true: what must hold; false: what a slip would make of the statement; said: numbers that must
    stand in the exercise, those of its checkpoint.
    """

    true: list[bool]
    false: list[bool]
    said: list[str] = field(default_factory=list)


CHECKS: dict[str, Callable[[], Tried]] = {}


def statement(label: str) -> Callable[[Callable[[], Tried]], Callable[[], Tried]]:
    """Name the exercise whose statement a function tries."""

    def named(check: Callable[[], Tried]) -> Callable[[], Tried]:
        CHECKS[label] = check
        return check

    return named


def near(a: float, b: float, error: float = 1e-9) -> bool:
    """Whether two numbers agree, but for rounding."""
    return bool(abs(a - b) <= error * max(1, abs(b)))


def binomial(count: int, p: float) -> np.ndarray:
    """The law of the number of successes."""
    return stats.binom.pmf(np.arange(count + 1), count, p)


def refits(size: int) -> np.ndarray:
    """The matrix of the exact fit with two states, by counts; its columns sum to 1."""
    return np.array([binomial(size, j / size) for j in range(size + 1)]).T
