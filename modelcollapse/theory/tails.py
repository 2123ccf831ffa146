r"""Tails: what a memoriser of T draws never saw, and how long a rare token lasts.

The law is $p_i = i^{-\beta}/\zeta(\beta)$ on i = 1, 2, ... A line of descent of one point lives
through m generations with the probability $t_m$, $t_0 = 1$, $t_{m+1} = 1 - e^{-t_m}$ (for many
points): so a token of frequency q is lost after n fits to T points with the probability
$(1 - q\,t_{n-1})^T$, exactly for n = 1, and for a rare token otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import log

import numpy as np
import sympy as sp
from scipy import special, stats  # type: ignore[import-untyped]
from scipy.optimize import brentq  # type: ignore[import-untyped]

from ..validation import told
from .arguments import figure, whole
from .generated_tails import generated_mass, terms
from .mixing import share
from .sums import total
from .tail_laws import LARGEST, constant, exponent, figure_above, floor, survivals

__all__ = [
    "constant",
    "exponent",
    "floor",
    "generated_mass",
    "half_life",
    "survival",
    "unseen_mass",
]

CHAIN = 1000  # draws for which the exact chain of a token's count is followed
RARE = 1e-3  # up to where a token has lines of descent of its own
TERMS = 300  # of Kimura's series
LONGEST = 10_000_000  # generations that are looked through for a half-life


def survival(m: int) -> float:
    r"""The probability that the line of descent of one point lives through m generations.

    $t_0 = 1$, $t_{m+1} = 1 - e^{-t_m}$: each point has about a Poisson number of copies, mean 1.
    $1/t_m = \frac m2 + \frac{\ln m}{6} + 0.899124 + o(1)$.

    Parameters
    ----------
    m
        Generations, from 0 to 10,000,000.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(survival(19), 4)
    0.0916
    """
    return next(islice(survivals(), whole("m", m, 0, LONGEST), None))


def unseen_mass(beta: float, T: int, n: int = 1) -> float:
    r"""The probability of all states that are lost after n fits to T draws each.

    $\sum_i p_i(1 - p_i t_{n-1})^T$; for n = 1 the mass that T draws have not seen, for large T
    $\frac{c^{1/\beta}}{\beta}\Gamma(e)T^{-e}$ with $c = 1/\zeta(\beta)$, $e = 1 - 1/\beta$.

    Parameters
    ----------
    beta
        Exponent of the law, greater than 1.
    T
        Draws a generation, from 0 to 10^12.
    n
        Fits, at least 1.

    Returns
    -------
    float
        A probability, to about 12 digits.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(unseen_mass(1.5, 1000), 6)
    0.094135
    """
    power, draws = figure_above("beta", beta, 1), whole("T", T, 0, LARGEST)
    alive = survival(whole("n", n, 1, LONGEST) - 1)
    return total(terms(power, power, draws, 0.0, [alive], None), 1, None, power)


def half_life(q: float, T: int) -> sp.Expr:
    r"""The first fit after which a token is lost in at least half of all runs.

    For a rare token and many draws about $2Tq/\ln 2$. Up to 1,000 draws from the exact chain of its
    count. Beyond, from its lines of descent, $(1 - q\,t_{n-1})^T \ge \frac12$, for q up to 0.001,
    and for a common token from Kimura's diffusion, whose time is $2/(T\,t_{n-1})$.

    Parameters
    ----------
    q
        Probability of the token in the original law, from 0 to 1.
    T
        Draws a generation, from 1 to 10^12.

    Returns
    -------
    sympy.Expr
        A number of fits; `oo` where at no time half of the runs have lost the token, for q > 1/2,
        and from two draws on for q = 1/2.

    Raises
    ------
    ValueError, TypeError
        For what is no such number, and where it is beyond ten million.

    Examples
    --------
    >>> half_life(5e-5, 10**6)
    142
    >>> half_life(0.01, 50)
    1
    """
    start, draws = figure("q", share("q", q), q), whole("T", T, 1, LARGEST)
    if start > 0.5 or (start == 0.5 and draws > 1):
        return sp.oo
    if draws <= CHAIN:
        gone = enumerate(held_in_chain(start, draws), 1)
        return sp.Integer(next(fits for fits, held in gone if held <= 0.5 - start))
    # in units of T fits; a rare token's is 2q/ln 2, but one fit at least
    time = 2 * start / log(2) if start <= RARE else half_time(start)
    if time * draws < 1.01 * LONGEST:
        for fits, alive in enumerate(islice(survivals(), LONGEST), 1):
            rare = start <= RARE and np.exp(draws * np.log1p(-start * alive)) >= 0.5
            if rare or (start > RARE and alive <= 2 / (draws * time)):
                return sp.Integer(fits)
    raise ValueError(f"the half-life at q = {told(q)}, T = {told(T)} is beyond {LONGEST:,} fits")


def half_time(q: float) -> float:
    """The number of fits over T after which half of the runs have lost a token, for large T.

    Kimura's series for the diffusion: what keeps the loss below 1 - q (as in `held_in_chain`).
    """
    j = np.arange(1, TERMS + 1)
    size = (2 * j + 1) / j * q * (1 - q) * special.eval_jacobi(j - 1, 1, 1, 1 - 2 * q)

    def above(log_time: float) -> float:
        return float(size @ np.exp(-j * (j + 1) / 2 * np.exp(log_time))) / (0.5 - q) - 1

    return float(np.exp(brentq(above, np.log(q), log(80), xtol=1e-12)))


def held_in_chain(q: float, T: int) -> Iterator[float]:
    """What keeps the probability of a loss below 1 - q, after 1, 2, ... fits: E (1 - share).

    From the Wright-Fisher chain, of runs in which the token is neither lost nor alone. The mean
    share stays q, so the probability of a loss is 1 - q less this, which falls to 0: near q = 1/2
    that probability itself would stop short of 1/2 by rounding.
    """
    inside = np.arange(1, T)
    step = stats.binom.pmf(inside, T, inside[:, None] / T)
    first, held = stats.binom.pmf(inside, T, q), 1 - inside / T
    while True:
        yield float(first @ held)
        held = step @ held
