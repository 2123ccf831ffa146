"""Sums over all states of a smooth summand: the first one by one, the rest as an integral."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

DIRECT = 500  # states that are summed one by one
PANEL = 0.8  # width in log x of one piece of the integral, on 12 nodes
FAR = 80.0  # log x beyond which the summand is a power
NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
Terms: TypeAlias = tuple[np.ndarray, Callable[[], np.ndarray]]  # values, and what makes slopes


def total(
    terms: Callable[[np.ndarray], Terms], first: int, last: int | None, power: float
) -> float:
    """The sum from `first` to `last` (None: to infinity, where it falls like x^-power).

    Euler and Maclaurin from state 500 on: an integral, the ends, and their slopes.
    """
    start = max(first, DIRECT)
    end = start - 1 if last is None else min(last, start - 1)
    found = float(terms(np.arange(first, end + 1, dtype=float))[0].sum()) if end >= first else 0.0
    if last is not None and last < start:
        return found
    values, slope = terms(np.array([start, np.exp(FAR) if last is None else last], dtype=float))
    slopes = slope()
    stop = FAR if last is None else np.log(last)
    found += integral(terms, np.log(start), stop) + float(values[0] / 2 - slopes[0] / 12)
    if last is None:  # what lies beyond FAR
        return found + float(values[1] * np.exp(FAR) / (power - 1))
    return found + float(values[1] / 2 + slopes[1] / 12)


def integral(terms: Callable[[np.ndarray], Terms], lower: float, upper: float) -> float:
    """The integral of the summand over x, in pieces of log x (Gauss and Legendre)."""
    edges = np.linspace(lower, upper, max(2, int((upper - lower) / PANEL) + 2))
    half = np.diff(edges)[:, None] / 2
    x = np.exp(edges[:-1, None] + half * (1 + NODES))
    return float((half * WEIGHTS * terms(x.ravel())[0].reshape(x.shape) * x).sum())
