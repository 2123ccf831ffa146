r"""Laws of tokens, and what decoding makes of them when nothing is lost to sampling.

A law is a sequence of probabilities, one for each token; numbers or SymPy symbols. Results are
exact, for small vocabularies. Chapter "Text as a chain".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from .arguments import count, scale

__all__ = ["entropy", "entropy_rate", "nucleus", "perplexity", "tempered"]

# SymPy can take for ever over exact powers and roots of a high order
LARGEST_ROOT, LARGEST_POWER, DIGITS = 12, 1000, 30


def law(name: str, p: Any) -> list[sp.Expr]:
    """Checked probabilities: numbers sum to 1, and symbols are taken on trust."""
    if isinstance(p, (str, bytes)) or not (isinstance(p, Sequence) or hasattr(p, "tolist")):
        raise TypeError(f"{name} must be a sequence of probabilities, got {p!r}")
    values = [scale(f"{name}[{i}]", value) for i, value in enumerate(p)]
    total = sp.Add(*values)
    if not values or (total.is_number and abs(total - 1) > sp.Rational(1, 10**9)):
        raise ValueError(f"{name} must sum to 1, got a sum of {total}")
    return values


def entropy(p: Any) -> sp.Expr:
    r"""The entropy $-\sum_k p_k \log p_k$ of a law, in nats.

    p: probabilities, not negative, summing to 1, numbers or symbols; tokens of probability 0
    add nothing. Raises ValueError or TypeError otherwise.
    """
    return sp.Add(*(-value * sp.log(value) for value in law("p", p) if not value.is_zero))


def perplexity(p: Any, q: Any = None) -> sp.Expr:
    r"""The perplexity of the model q on text of the law p, $\exp(-\sum_k p_k \log q_k)$.

    It is least at q = p, where it is the exponential of the entropy; that is the value for
    q = None. Infinite where q gives no probability to a token that p has. p, q: as in
    `entropy`, of the same length. Raises ValueError or TypeError otherwise.
    """
    if q is None:
        return sp.exp(entropy(p))
    text, model = law("p", p), law("q", q)
    if len(text) != len(model):
        raise ValueError(f"q must have the {len(text)} tokens of p, got {len(model)}")
    pairs = [(a, b) for a, b in zip(text, model, strict=True) if not a.is_zero]
    if any(b.is_zero for _, b in pairs):
        return sp.oo
    return sp.exp(sp.Add(*(-a * sp.log(b) for a, b in pairs)))


def tempered(p: Any, T: Any, n: int | sp.Expr = 1) -> list[sp.Expr]:
    r"""The law after n generations of sampling at the temperature T, with infinite data.

    $p_k^{b}/\sum_j p_j^{b}$ with $b = T^{-n}$. p: as in `entropy`; T > 0; n >= 0, a number or
    a symbol. Tokens of probability 0 stay at 0. Where b is above 1000 or a fraction over more
    than 12, numbers come as floats of 30 digits. Raises ValueError or TypeError otherwise.
    """
    values, T = law("p", p), scale("T", T)
    if T.is_zero:
        raise ValueError("T must be above 0, got 0")
    b = T ** -count("n", n, 0)
    if b.is_Rational and (b.q > LARGEST_ROOT or b > LARGEST_POWER):
        values = [value.evalf(DIGITS) for value in values]
    powers = [sp.Integer(0) if value.is_zero else value**b for value in values]
    return [power / sp.Add(*powers) for power in powers]


def nucleus(p: Any, level: Any) -> list[sp.Expr]:
    r"""The law that top-p sampling draws from: the fewest tokens with probability `level`.

    The most probable tokens are kept, the first of equal ones first, until their sum is at
    least `level`; the others get 0, and what is kept is normalised. A nucleus is its own
    nucleus if and only if its rarest token has a probability above 1 - level. p: numbers, as in
    `entropy`; 0 < level <= 1. Raises ValueError or TypeError otherwise. Holtzman et al. (2020).
    """
    values, least = law("p", p), scale("level", level)
    if not all(value.is_number for value in (*values, least)):
        raise TypeError("p and level must be numbers, which can be ordered")
    if least.is_zero or least > 1:
        raise ValueError(f"level must be above 0 and at most 1, got {level}")
    kept, mass = [sp.Integer(0)] * len(values), sp.Integer(0)
    for k in sorted(range(len(values)), key=lambda k: -values[k]):
        kept[k] = values[k]
        mass += values[k]
        if mass >= least:
            break
    return [value / mass for value in kept]


def entropy_rate(P: sp.Matrix) -> sp.Expr:
    r"""The entropy per token of the text of a bigram model, in nats.

    $-\sum_i \pi_i \sum_j P_{ij} \log P_{ij}$ with the stationary law $\pi = \pi P$. P: a square
    SymPy matrix whose rows are laws, with one stationary law only. Raises ValueError or
    TypeError otherwise.
    """
    if not isinstance(P, sp.MatrixBase):
        raise TypeError(f"P must be a SymPy matrix, got {type(P).__name__}")
    if P.rows != P.cols:
        raise ValueError(f"P must be square, got {P.rows} by {P.cols}")
    rows = [law(f"P[{i}]", list(P.row(i))) for i in range(P.rows)]
    exact = sp.Matrix(rows)
    stationary = (exact.T - sp.eye(P.rows)).nullspace(simplify=True)
    if len(stationary) != 1:
        raise ValueError(f"P must have one stationary law, got {len(stationary)}")
    weights = stationary[0] / sum(stationary[0])
    return sp.Add(*(w * entropy(row) for w, row in zip(weights, rows, strict=True)))
