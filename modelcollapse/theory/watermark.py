r"""A soft mark on text: how often a marked token is green.

For each pair of a token and the one before it a key says whether the pair is green: with
probability gamma, independently. The mark adds delta to the logits of green tokens.
Chapter "Detecting generated text".
"""

from __future__ import annotations

from collections import Counter
from functools import reduce
from typing import Any

import sympy as sp

from .arguments import positive, scale
from .language import law
from .mixing import share

MOST_LISTS = 4096


def inner(name: str, value: Any) -> sp.Expr:
    """A number or symbol above 0 and below 1."""
    found = share(name, positive(name, value))
    if found == 1:
        raise ValueError(f"{name} must be less than 1, got 1")
    return found


def green_limit(gamma: float | sp.Expr, delta: float | sp.Expr) -> sp.Expr:
    r"""The most that a mark can do: $\gamma e^\delta/(1-\gamma+\gamma e^\delta)$.

    The probability that a marked token is green, for a law over very many equally likely tokens.

    Parameters
    ----------
    gamma, delta
        Share of green pairs, between 0 and 1, and what is added to logits, at least 0: numbers
        or symbols.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> green_limit(0.5, sp.log(3))
    3/4
    """
    gamma, up = inner("gamma", gamma), sp.exp(scale("delta", delta))
    return gamma * up / (1 - gamma + gamma * up)


def green_probability(p: Any, gamma: float | sp.Expr, delta: float | sp.Expr) -> sp.Expr:
    r"""The probability that a marked token is green, over all lists: exact.

    The mean of $e^\delta p(G)/(1 + (e^\delta - 1)p(G))$ over random lists G.

    Parameters
    ----------
    p
        Law of the next token, probabilities with sum 1, numbers or symbols. Equal ones are
        counted together; at most 4096 different sums.
    gamma, delta
        As in `green_limit`.

    Raises
    ------
    ValueError, TypeError
        For what are no such laws, numbers or symbols.

    Examples
    --------
    >>> green_probability([0.5, 0.5], 0.5, sp.log(3))
    5/8
    >>> green_probability([1], 0.5, 9)
    1/2
    """
    tokens = Counter(value for value in law("p", p) if not value.is_zero)
    if reduce(lambda total, k: total * (k + 1), tokens.values(), 1) > MOST_LISTS:
        raise ValueError(f"p must have at most {MOST_LISTS} different sums of probabilities")
    gamma, up = inner("gamma", gamma), sp.exp(scale("delta", delta))
    lists: list[tuple[sp.Expr, sp.Expr]] = [(sp.Integer(1), sp.Integer(0))]
    for value, k in tokens.items():
        lists = [
            (w * sp.binomial(k, i) * gamma**i * (1 - gamma) ** (k - i), green + i * value)
            for w, green in lists
            for i in range(k + 1)
        ]
    return sp.Add(*(w * up * green / (1 + (up - 1) * green) for w, green in lists))


def green_bound(p: Any, gamma: float | sp.Expr, delta: float | sp.Expr) -> sp.Expr:
    r"""A lower bound for `green_probability`, by the spike entropy of the law.

    $\frac{\gamma a}{1+(a-1)\gamma}\sum_k\frac{p_k}{1+zp_k}$ with $a = e^\delta$ and
    $z = \frac{(1-\gamma)(a-1)}{1+(a-1)\gamma}$; Kirchenbauer et al. (2023).

    Parameters
    ----------
    p, gamma, delta
        As in `green_probability`, of any length.

    Raises
    ------
    ValueError, TypeError
        For what are no such laws, numbers or symbols.

    Examples
    --------
    >>> green_bound([0.5, 0.5], 0.5, sp.log(3))
    3/5
    """
    values, most = law("p", p), green_limit(gamma, delta)
    gamma, up = inner("gamma", gamma), sp.exp(scale("delta", delta))
    z = (1 - gamma) * (up - 1) / (1 + (up - 1) * gamma)
    return most * sp.Add(*(value / (1 + z * value) for value in values))
