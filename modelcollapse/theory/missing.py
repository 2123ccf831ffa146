r"""How likely a data set lacks a rare state, as a pool forgets and gains real points.

A point of data set $D_j$, with a pool of N, leaves in $D_{j+1}$ itself with the probability k/N,
and about a Poisson number of copies, mean $gM/N$: so its line lives to $D_m$ with the probability
$t_{jm} = 1 - (1 - \frac kN t)e^{-gMt/N}$, $t = t_{j+1,m}$, $t_{mm} = 1$.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from math import expm1

import numpy as np
import sympy as sp

from ..validation import told
from .arguments import positive, whole
from .mixing import Share
from .pool_sizes import kept_of, known, ratio, settled, sizes

LARGEST = 10**12  # points in a round
LONGEST = 100_000  # fits
SURE = 1e-7  # a logarithm that rises by less in as many fits again is at its limit


@lru_cache(maxsize=64)
def lines(passed: float, copies: float, count: int) -> np.ndarray:
    """Chances that a line lives through 0, 1, ... rounds of a pool that has its last size."""
    alive = [1.0]
    for _ in range(count - 1):
        t = passed * alive[-1]
        alive.append(t - (1 - t) * expm1(-copies * alive[-1]))
    return np.array(alive)


def log_missing(p: float, M: int, n: int, gamma: float, rho: sp.Rational) -> np.ndarray:
    """The logarithm of the chance that data set m lacks the state, m = 0 ... n - 1."""
    first = list(islice(sizes(M, rho), n)) if rho == 1 else settled(M, rho)[:n]
    J, g = len(first) - 1, 1 - gamma  # from D_J on all is the same in each round
    last = first[-1]
    alive = lines(kept_of(last, rho) / last, g * M / last, n - J)
    come = M * np.log1p(-gamma * p * alive)
    found = np.zeros(n)
    found[J + 1 :] = np.cumsum(come)[:-1]  # real points of D_{J+1} ... D_m
    t = np.append(np.ones(J), alive)  # of the lines from D_J, by m
    for j in range(J, -1, -1):
        N = first[j]
        if j < J:
            passed, copies = kept_of(N, rho) / N, g * M / N
            stays = passed * t[j + 1 :]
            t[j + 1 :] = stays - (1 - stays) * np.expm1(-copies * t[j + 1 :])
        found[j:] += M * np.log1p(-(gamma if j else 1) * p * t[j:])
    return found


def missing_path(p: float, M: int, n: int, gamma: Share = 0, retention: Share = 0) -> list[float]:
    r"""The probability that model i lacks a rare state, i = 0 ... n.

    $(1 - p\,t_{0m})^M\prod_{j=1}^m(1 - \gamma p\,t_{jm})^M$ with m = i - 1: exact for i = 1, and
    otherwise for rare states and many points. For $\gamma = \rho = 0$ it is $(1-p\,t_{i-1})^M$
    of `mc.theory.tails`. Chapter "What to do".

    Parameters
    ----------
    p
        Probability of the state in the original law, from 0 to 1.
    M, n
        New points in each round, from 2 to 10^12, and fits, from 0 to 100,000.
    gamma, retention
        Probability that a new point is real, and share of the pool that is kept, from 0 to 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> [round(x, 3) for x in missing_path(0.01, 100, 3, 0.05)]
    [0.0, 0.366, 0.514, 0.593]
    """
    chance, points = float(known("p", p)), whole("M", M, 2, LARGEST)
    count, share = whole("n", n, 0, LONGEST), float(known("gamma", gamma))
    rho = ratio(retention)
    if chance == 1 or not count:
        return [0.0] * (count + 1)
    return [0.0, *np.exp(log_missing(chance, points, count, share, rho)).tolist()]


def missing_half(p: float, M: int, gamma: Share = 0, retention: Share = 0) -> sp.Expr:
    r"""The first fit after which half of all runs or more lack a rare state.

    Without real points for good; otherwise it may come back. For rare states, many points and no
    real ones about $2Mp/\ln 2$, times $1/((1-\rho)^2(1+\rho))$. Chapter "What to do".

    Parameters
    ----------
    p, M, gamma, retention
        As in `missing_path`; p above 0.

    Returns
    -------
    sympy.Expr
        A number of fits; `oo` where half of the runs have it at all times.

    Raises
    ------
    ValueError, TypeError
        For what is no such number, and where it is beyond 100,000 fits.

    Examples
    --------
    >>> missing_half(0.01, 1000), missing_half(0.01, 1000, 0.05)
    (27, oo)
    """
    positive("p", p)
    chance, points = float(known("p", p)), whole("M", M, 2, LARGEST)
    share, rho = float(known("gamma", gamma)), ratio(retention)
    if chance == 1:
        return sp.oo
    n = 1 if rho == 1 else 2 * len(settled(points, rho))  # keep all, and it is never lost later
    before = -np.inf
    while True:
        n = min(n, LONGEST)
        found = log_missing(chance, points, n, share, rho)
        half = np.exp(found) >= 0.5
        if half.any():
            return sp.Integer(int(np.argmax(half)) + 1)
        if rho == 1 or (share and found[-1] - before < SURE):
            return sp.oo
        if n == LONGEST:
            raise ValueError(f"the time at p = {told(p)}, M = {told(M)} is beyond {n:,} fits")
        n, before = 2 * n, found[-1]
