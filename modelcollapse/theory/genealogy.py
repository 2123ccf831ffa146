r"""Genealogies of generated points: each copies a point of the generation before, or is real.

Under exact resampling each of M points takes a parent, chosen uniformly from the M points before
it; a point that is real, with probability gamma, has none and is a founder. k points have j
different parents with the probability $a_{kj}$ of throwing k balls into M boxes and hitting j.
What grows instead of being replaced has its trees in `pool_genealogy`. Chapter "Genealogies".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from ..validation import told
from .arguments import count, whole
from .mixing import Share, share
from .pool_genealogy import accumulation_depth, depth_law, pool_kinship

__all__ = [
    "accumulation_depth",
    "common_ancestor_time",
    "depth_law",
    "founders",
    "kinship",
    "pool_kinship",
    "worth",
]

EXACT = 60  # points whose recursion is done in fractions; beyond, in double precision
SHORT = 64  # binary digits of a share
LARGEST = 20_000  # points: the recursion takes their square


def common_ancestor_time(M: int) -> sp.Expr:
    r"""The mean number of generations until M points have one ancestor in common.

    $T_k = \frac{1 + \sum_{j=2}^{k-1} a_{kj}T_j}{1 - a_{kk}}$, $T_1 = 0$: the time back from k
    different points. For large M it is about $2(M - 1) - \frac{\ln M}{3} + 0.28$.

    Parameters
    ----------
    M
        Points in each generation, from 1 to 20,000, a number.

    Returns
    -------
    sympy.Expr
        Generations; a fraction for at most 60 points, otherwise in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> common_ancestor_time(2)
    2
    >>> round(float(common_ancestor_time(20)), 4)
    37.2721
    """
    points = whole("M", M, 1, LARGEST)
    zero = sp.QQ(0) if points <= EXACT else 0.0
    times = np.array([zero, zero], dtype=object if points <= EXACT else float)
    for row in thrown(points, zero):
        times = np.append(times, (1 + zero + row[2:-1] @ times[2:]) / row[:-1].sum())
    return expressed(times[points])


def founders(M: int, gamma: Share) -> sp.Expr:
    r"""The mean number of founders of M points, after many generations with real points.

    From k points $F_k = \frac{k\gamma + \sum_{j<k} p_{kj}F_j}{1 - p_{kk}}$, where $p_{kj}$ is the
    probability that those of them which are not real have j different parents. Ewens' formula,
    $\sum_{i<M}\frac{\theta}{\theta+i}$ with $\theta = 2M\gamma$, is about $\theta/10$ less for
    many points and small gamma.

    Parameters
    ----------
    M
        Points in each generation, from 1 to 20,000, a number.
    gamma
        Probability that a point is real, above 0 and at most 1, a number.

    Returns
    -------
    sympy.Expr
        A fraction for at most 60 points and a gamma of at most 20 digits, otherwise in double
        precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number. Without real points there are no founders.

    Examples
    --------
    >>> founders(2, 0.5)
    13/7
    >>> round(float(founders(50, 0.02)), 3)
    7.323
    """
    points, real = whole("M", M, 1, LARGEST), share("gamma", gamma)
    if not real.is_number or real == 0:
        raise ValueError(f"gamma must be a number greater than 0, got {told(gamma)}")
    fractions = points <= EXACT and real.is_Rational and real.q.bit_length() <= SHORT
    p = sp.QQ.from_sympy(real) if fractions else float(real)
    found = np.array([p * 0], dtype=object if fractions else float)
    for row in thrown(points, p, first=1):
        k = len(row) - 1
        found = np.append(found, (k * p + row[:-1] @ found) / row[:-1].sum())
    return expressed(found[points])


def thrown(points: int, real: Any, first: int = 2) -> Iterator[np.ndarray]:
    """For k = first, …, M points: the probabilities that j = 0, …, k different parents are hit."""
    shares = np.array([real * 0 + j for j in range(points + 1)]) / points
    row = np.array([real * 0 + 1])
    for k in range(1, points + 1):
        again = np.append(row * (real + (1 - real) * shares[:k]), real * 0)
        again[1:] += row * ((1 - real) * (1 - shares[:k]))
        row = again
        if k >= first:
            yield row


def kinship(M: int | sp.Expr, gamma: Share) -> sp.Expr:
    r"""The probability that two different points have the same founder, after many generations.

    $F = \frac{1}{1 + M((1-\gamma)^{-2} - 1)}$, about $\frac{1}{1 + 2M\gamma}$.

    Parameters
    ----------
    M
        Points in each generation, at least 1, a number or a symbol.
    gamma
        Probability that a point is real, from 0 to 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        A probability.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> kinship(10, 0.5)
    1/31
    """
    M, kept = count("M", M, 1), (1 - share("gamma", gamma)) ** 2
    return kept / (kept + M * (1 - kept))


def worth(M: int | sp.Expr, gamma: Share) -> sp.Expr:
    r"""How many real points have a mean as exact as that of M points with a real share.

    $M - (1-\gamma)^2(M - 1)$, about $1 + 2M\gamma$: the reciprocal of $\frac1M + (1-\frac1M)F$
    with the `kinship` F.

    Parameters
    ----------
    M
        Points in each generation, at least 1, a number or a symbol.
    gamma
        Probability that a point is real, from 0 to 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Points.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> worth(10**6, 0.01)
    199009801/10000
    """
    M = count("M", M, 1)
    return M - (1 - share("gamma", gamma)) ** 2 * (M - 1)


def expressed(value: Any) -> sp.Expr:
    """A fraction of the field of rationals, or a float, as SymPy has it."""
    return sp.Float(value) if isinstance(value, float) else sp.QQ.to_sympy(value)
