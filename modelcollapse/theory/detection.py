r"""How well generated text can be told from real text, and what a detector leaves of it.

Chapter "Detecting generated text".
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from .language import law
from .mark_power import critical_count, gumbel_score, needed_length, power
from .mixing import share
from .watermark import green_bound, green_limit, green_probability, inner

__all__ = [
    "auc",
    "auc_bound",
    "critical_count",
    "green_bound",
    "green_limit",
    "green_probability",
    "gumbel_score",
    "mixed_recall",
    "needed_length",
    "needed_recall",
    "power",
]


def auc(p: Any, q: Any) -> sp.Expr:
    r"""The area under the best ROC, that of the likelihood ratio, of one law against another.

    $\frac12 + \frac14\sum_{ij}|p_iq_j - p_jq_i|$, a tie counting as one half.

    Parameters
    ----------
    p, q
        Laws of one item, probabilities with sum 1, of the same length: numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what are no such laws.

    Examples
    --------
    >>> auc([0.5, 0.5], [0.75, 0.25])
    5/8
    """
    real, made = law("p", p), law("q", q)
    if len(real) != len(made):
        raise ValueError(f"q must have the {len(real)} entries of p, got {len(made)}")
    both = list(zip(real, made, strict=True))
    if all(value.is_Rational for value in real + made):
        return ranked([pair for pair in both if any(pair)])
    gaps = (abs(a * y - x * b) for i, (a, b) in enumerate(both) for x, y in both[:i])
    return sp.Rational(1, 2) + sp.Add(*gaps) / 2


def ranked(both: list[tuple[sp.Rational, sp.Rational]]) -> sp.Expr:
    """The area of two laws of fractions: in the order of q/p no gap needs its absolute value."""
    gaps = below_p = below_q = sp.Integer(0)
    for x, y in sorted(both, key=lambda pair: pair[1] / (pair[0] + pair[1])):
        gaps += below_p * y - x * below_q
        below_p, below_q = below_p + x, below_q + y
    return (1 + gaps) / 2


def auc_bound(tv: float | sp.Expr) -> sp.Expr:
    r"""The most that the area can be at a total variation: $\frac12 + d - \frac{d^2}2$.

    Parameters
    ----------
    tv
        Total variation d of the two laws, from 0 to 1, a number or a symbol.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> auc_bound(0.25)
    23/32
    """
    d = share("tv", tv)
    return sp.Rational(1, 2) + d - d**2 / 2


def mixed_recall(r: float | sp.Expr, f: float | sp.Expr, u: float | sp.Expr) -> sp.Expr:
    r"""The recall where a share u of what is generated has no mark: $(1-u)r + uf$.

    Parameters
    ----------
    r, f, u
        Recall of marked items, false positive rate and unmarked share, from 0 to 1, numbers or
        symbols.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> mixed_recall(1, 0, 0.25)
    3/4
    """
    r, f, u = share("r", r), share("f", f), share("u", u)
    return (1 - u) * r + u * f


def needed_recall(g: float | sp.Expr, target: float | sp.Expr, f: float | sp.Expr) -> sp.Expr:
    r"""The least recall that brings the generated share from g down to a target.

    $1 - (1-f)\frac{t(1-g)}{(1-t)g}$ with the target t, and not below 0.

    Parameters
    ----------
    g, target
        Shares between 0 and 1, before the detector and behind it, numbers or symbols.
    f
        False positive rate, as in `mixed_recall`.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> needed_recall(0.5, 0.1, 0)
    8/9
    """
    g, t, f = inner("g", g), inner("target", target), share("f", f)
    found = 1 - (1 - f) * t * (1 - g) / ((1 - t) * g)
    return sp.Max(0, found) if found.is_number else found
