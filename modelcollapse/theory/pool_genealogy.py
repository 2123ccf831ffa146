r"""Genealogies in a growing pool: equal batches, each point copies any point of the pool so far.

Batch 0 is real. A point of batch n is real with probability alpha, and otherwise copies a point
chosen uniformly from the n batches before. Its depth is the number of copyings between it and the
real point that it comes from, its founder. Chapter "Genealogies".
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from .arguments import count, expression, whole
from .mixing import Share, share
from .urn_products import EXACT, digits, faded

__all__ = ["accumulation_depth", "depth_law", "pool_kinship"]

FRACTIONS = 300  # batches whose law of depths is a list of fractions


def accumulation_depth(n: int | sp.Expr, alpha: Share = 0) -> sp.Expr:
    r"""How many copyings a point of batch n is away from a real one, in the mean.

    Batches are equal, batch 0 is real, and a parent is chosen uniformly from the whole pool. With
    no real points later it is $H_n$; with a real share alpha of each batch
    $\frac{1-\alpha}{\alpha}(1 - \prod_{j=1}^n(1 - \frac{\alpha}{j}))$.

    Parameters
    ----------
    n
        Batch, at least 0, a number or a symbol; up to 10,000 where alpha is a symbol.
    alpha
        Real share of each batch, from 0 to 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Copyings; a fraction up to batch 10,000.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> accumulation_depth(3)
    11/6
    >>> accumulation_depth(2, 0.5)
    5/8
    """
    alpha = share("alpha", alpha)
    n = count("n", n, 0, None if alpha.is_number else EXACT)
    if alpha == 0:
        large = n.is_Integer and n > EXACT
        return sp.Float(mpmath.harmonic(int(n))) if large else sp.harmonic(n)
    return (1 - alpha) / alpha * faded(alpha, 1, n) if alpha != 1 else sp.Integer(0)


def depth_law(n: int, alpha: Share = 0) -> list[sp.Expr]:
    r"""The law of the depth of a point of batch n: the probabilities of 0, …, n copyings.

    Without real points after batch 0 they are $|s(n,k)|/n!$, with Stirling's numbers of the first
    kind. With $g_n$ the generating function, $g_0 = 1$ and
    $g_n(x) = \alpha + (1-\alpha)\frac xn\sum_{j<n}g_j(x)$.

    Parameters
    ----------
    n
        Batch, from 0 to 3,000, a number.
    alpha
        Real share of each batch, from 0 to 1, a number.

    Returns
    -------
    list of sympy.Expr
        Fractions up to batch 300, beyond numbers in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> depth_law(3)
    [0, 1/3, 1/2, 1/6]
    >>> depth_law(1, 0.25)
    [1/4, 3/4]
    """
    batches, real = whole("n", n, 0, 3000), share("alpha", alpha)
    if not real.is_number:
        raise TypeError(f"alpha must be a number, got {real}")
    fractions = batches <= FRACTIONS and real.is_Rational
    p: Any = sp.QQ.from_sympy(real) if fractions else float(real)
    law, total = [p * 0 + 1], [p * 0]  # g_j and the sum of those before it, as coefficients
    for j in range(1, batches + 1):
        total = [a + b for a, b in zip(total, law, strict=True)] + [p * 0]
        law = [p] + [(1 - p) * each / j for each in total[:-1]]
    return [expression(each) if fractions else sp.Float(each) for each in law]


def pool_kinship(M: int | sp.Expr, n: int | sp.Expr) -> sp.Expr:
    r"""The probability that two draws from a pool of n batches of M points have one founder.

    $1 - \prod_{j=1}^n(1 - \frac1{Mj^2})$, for many batches and points $\frac{\pi^2}{6M}$: the
    mean of the sum of squared shares of the M founders. It is also the variance of the fitted mean
    of a normal law under `Accumulate` with ddof=0, in units of the original variance.

    Parameters
    ----------
    M
        Points in each batch, at least 1, a number or a symbol.
    n
        Batches with the real one, at least 1, a number or a symbol; up to 10,000 if M is a symbol.

    Returns
    -------
    sympy.Expr
        A probability; for numbers a fraction up to 10,000 batches.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> pool_kinship(10, 1)
    1/10
    >>> pool_kinship(10, 2)
    49/400
    """
    M = count("M", M, 1)
    n = count("n", n, 1, None if M.is_number else EXACT)
    if M == 1:
        return sp.Integer(1)
    if n.is_Integer and n <= EXACT:
        left: Any = sp.QQ(1) if M.is_Integer else sp.Integer(1)
        size = sp.QQ(int(M)) if M.is_Integer else M
        for j in range(1, int(n) + 1):
            left *= 1 - 1 / (size * j**2)
        return 1 - expression(left)
    root = 1 / sp.sqrt(M)
    if M.is_Integer and n.is_Integer:  # SymPy would take the gamma function of n exactly
        with digits(n, int(M).bit_length() // 3):
            a, b = 1 / mpmath.sqrt(int(M)), mpmath.mpf(int(n) + 1)
            left = mpmath.gammaprod([b - a, b + a], [1 - a, 1 + a, b, b])
            return sp.Float(1 - left, 15)
    rest = sp.gamma(n + 1 - root) * sp.gamma(n + 1 + root) / sp.gamma(n + 1) ** 2
    return 1 - rest / (sp.gamma(1 - root) * sp.gamma(1 + root))
