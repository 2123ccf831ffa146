"""Sizes of a pool of which a share is kept, rounded down, while M points join in each round."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from ..validation import told
from .arguments import LONGEST
from .mixing import share


def known(name: str, value: object) -> sp.Expr:
    """A share that is a number."""
    found = share(name, value)
    if not found.is_number:
        raise TypeError(f"{name} must be a number, got {told(value)}")
    return found


def ratio(retention: object) -> sp.Rational:
    """The share of a pool that is kept, as a fraction."""
    found = known("retention", retention)
    return found if found.is_Rational else sp.Rational(float(found))


def kept_of(N: int, rho: sp.Rational) -> int:
    """How many of N points are kept."""
    return int(N) * int(rho.p) // int(rho.q)


def sizes(M: int, rho: sp.Rational) -> Iterator[int]:
    """The sizes that models 1, 2, ... are fitted to."""
    N = M
    while True:
        yield N
        N = kept_of(N, rho) + M


def settled(M: int, rho: sp.Rational) -> list[int]:
    """The sizes up to the one that stays, for a retention below 1."""
    found: list[int] = []
    for N in sizes(M, rho):
        if found and found[-1] == N:
            return found
        found.append(N)
        if len(found) > LONGEST:
            raise ValueError(
                f"retention must be so far below 1 that the pool's size settles in {LONGEST:,} "
                f"rounds, got {told(rho)}"
            )
    return found
