r"""Laws of tokens, and what decoding makes of them when nothing is lost to sampling.

A law is a sequence of probabilities, one for each token; numbers or SymPy symbols. Results are
exact, for small vocabularies. Chapter "Text as a chain".
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from ..validation import precision, told
from .arguments import LONGEST, count, entries, scale

__all__ = ["entropy", "entropy_rate", "nucleus", "perplexity", "tempered"]

# SymPy can take for ever over exact powers and roots of a high order
LARGEST_ROOT, LARGEST_POWER, DIGITS = 12, 1000, 30


def law(name: str, p: Any) -> list[sp.Expr]:
    """Checked probabilities: numbers sum to 1, up to rounding, and symbols are taken on trust."""
    each = entries(name, p, "of probabilities")
    values = [scale(f"{name}[{i}]", value) for i, value in enumerate(each)]
    total = sp.Add(*values)
    if total.is_number:
        allowed = max(1e-9, len(values) * max(map(rounding_of, [p, *each])))
        if abs(total - 1) > allowed:
            raise ValueError(f"{name} must sum to 1, got a sum of {told(short(total))}")
        if total.is_Rational and total != 1:  # floats, as near to a law as floats are
            values = [value / total for value in values]
    return values


def rounding_of(value: Any) -> float:
    """The rounding of a number or of an array of them, single precision included."""
    return 2.0 ** (1 - value._prec) if isinstance(value, sp.Float) else precision(value)


def short(total: sp.Expr) -> sp.Expr:
    """A sum as it can be read: many digits as a float."""
    long = total.is_Rational and max(abs(total.p), total.q).bit_length() > 60
    return total.evalf(12) if long else total


def entropy(p: Any) -> sp.Expr:
    r"""The entropy $-\sum_k p_k \log p_k$ of a law, in nats.

    Tokens of probability 0 add nothing.

    Parameters
    ----------
    p
        Probabilities, not negative, with sum 1, numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what is no such law.

    Examples
    --------
    >>> entropy([0.5, 0.5])
    log(2)
    """
    return sp.Add(*(-value * sp.log(value) for value in law("p", p) if not value.is_zero))


def perplexity(p: Any, q: Any = None) -> sp.Expr:
    r"""The perplexity of the model q on text of the law p, $\exp(-\sum_k p_k \log q_k)$.

    It is least at q = p, where it is the exponential of the entropy; that is the value for
    q = None. Infinite where q gives no probability to a token that p has.

    Parameters
    ----------
    p, q
        Laws, as in `entropy`, of the same length.

    Raises
    ------
    ValueError, TypeError
        For what is no such law.

    Examples
    --------
    >>> perplexity([0.25] * 4)
    4
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

    $p_k^{b}/\sum_j p_j^{b}$ with $b = T^{-n}$. Tokens of probability 0 stay at 0. Where b is
    above 1000 or a fraction over more than 12, numbers come as floats of 30 digits.

    Parameters
    ----------
    p
        Probabilities, not negative, with sum 1, numbers or symbols.
    T, n
        Temperature, above 0, and generations, at least 0: numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what is no such law, number or symbol.

    Examples
    --------
    >>> tempered([0.75, 0.25], 0.5)
    [9/10, 1/10]
    """
    values, T = law("p", p), scale("T", T)
    if T.is_zero:
        raise ValueError("T must be above 0, got 0")
    b = T ** -count("n", n, 0, LONGEST)
    if b.is_Rational and (b.q > LARGEST_ROOT or b > LARGEST_POWER):
        values = [value.evalf(DIGITS) for value in values]
    powers = [sp.Integer(0) if value.is_zero else value**b for value in values]
    return [power / sp.Add(*powers) for power in powers]


def nucleus(p: Any, level: Any) -> list[sp.Expr]:
    r"""The law that top-p sampling draws from: the fewest tokens with probability `level`.

    The most probable tokens are kept, the first of equal ones first, until their sum is at
    least `level`; the others get 0, and what is kept is normalised. A nucleus is its own
    nucleus if and only if its rarest token has a probability above 1 - level. Holtzman et al.
    (2020).

    Parameters
    ----------
    p
        Probabilities, not negative, with sum 1: numbers.
    level
        A number above 0, at most 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such law or number.

    Examples
    --------
    >>> nucleus([0.5, 0.3, 0.2], 0.8)
    [5/8, 3/8, 0]
    """
    values, least = law("p", p), scale("level", level)
    if not all(value.is_number for value in (*values, least)):
        raise TypeError("p and level must be numbers, which can be ordered")
    if least.is_zero or least > 1:
        raise ValueError(f"level must be above 0 and at most 1, got {told(level)}")
    kept, mass = [sp.Integer(0)] * len(values), sp.Integer(0)
    for k in sorted(range(len(values)), key=lambda k: -values[k]):
        kept[k] = values[k]
        mass += values[k]
        if mass >= least:
            break
    return [value / mass for value in kept]


def entropy_rate(P: sp.Matrix) -> sp.Expr:
    r"""The entropy per token of the text of a bigram model, in nats.

    $-\sum_i \pi_i \sum_j P_{ij} \log P_{ij}$ with the stationary law $\pi = \pi P$. Floats are
    taken as the fractions that they stand for, and rows normalised, or rounding would leave no
    stationary law.

    Parameters
    ----------
    P
        A square SymPy matrix whose rows are laws, with one stationary law only.

    Raises
    ------
    ValueError, TypeError
        For what is no such matrix.

    Examples
    --------
    >>> entropy_rate(sp.Matrix([[0.5, 0.5], [0.2, 0.8]])).evalf()
    0.555472354115833
    """
    if not isinstance(P, sp.MatrixBase):
        raise TypeError(f"P must be a SymPy matrix, got {type(P).__name__}")
    if P.rows != P.cols or not P.rows:
        raise ValueError(f"P must be square, got {P.rows} by {P.cols}")
    rows = [law(f"P[{i}]", list(P.row(i))) for i in range(P.rows)]
    stationary = nullspace(sp.Matrix(rows).T - sp.eye(P.rows))
    if len(stationary) != 1:
        raise ValueError(f"P must have one stationary law, got {len(stationary)}")
    weights = stationary[0] / sum(stationary[0])
    return sp.Add(*(w * entropy(row) for w, row in zip(weights, rows, strict=True)))


def nullspace(A: sp.Matrix) -> list[sp.Matrix]:
    """A basis of the vectors that A makes 0; rationals of many digits go through SymPy's field."""
    if not all(entry.is_Rational for entry in A):
        return list(A.nullspace(simplify=True))
    field = sp.polys.matrices.DomainMatrix.from_Matrix(A).to_field()
    basis = field.nullspace().to_Matrix()
    return [basis.row(i).T for i in range(basis.rows)]
