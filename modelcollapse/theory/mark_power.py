r"""The test for a soft mark on text, exact; and the score of the exponential mark.

Chapter "Detecting generated text".
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import mpmath as mp
import sympy as sp

from ..validation import told
from .arguments import whole
from .language import law
from .mixing import share
from .watermark import inner

LONGEST_TEXT = 1000  # the beta function needs ever more digits
LONGEST_SUM, DIGITS = 1000, 30  # of a harmonic number that is exact, and of one that is not


def quantile(tail: sp.Expr) -> sp.Expr:
    """The normal quantile that is exceeded with probability `tail`, with digits enough for it."""
    near: Any = min(tail, 1 - tail) if tail.is_Rational else 1
    if near > 1e-9:
        return sp.sqrt(2) * sp.erfinv(1 - 2 * tail)
    with mp.workdps(DIGITS):
        least = mp.log(2 * mp.mpf(near.p) / near.q)
        root = mp.findroot(lambda z: mp.log(mp.erfc(z)) - least, mp.sqrt(-least))
        return sp.sign(1 - 2 * tail) * sp.Float(mp.sqrt(2) * root, DIGITS)


def harmonic(x: sp.Expr) -> sp.Expr:
    """The harmonic number of x; that of a large fraction to 30 digits, as a sum has no end."""
    if not x.is_Rational or x <= LONGEST_SUM:
        return sp.harmonic(x)
    with mp.workdps(DIGITS + len(str(int(x)))):
        return sp.Float(mp.harmonic(mp.mpf(x.p) / x.q), DIGITS)


def critical_count(N: int, gamma: float, f: float) -> int:
    r"""The least number of green pairs among N that unmarked text reaches with probability <= f.

    Exact, by whole numbers; N + 1, which is never reached, where no count is rare enough.

    Parameters
    ----------
    N
        Distinct pairs, from 1 to 1000.
    gamma, f
        Share of green pairs and the allowed rate of false alarms, between 0 and 1: numbers.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers.

    Examples
    --------
    >>> critical_count(10, 0.5, 0.01)
    10
    """
    N = whole("N", N, 1, LONGEST_TEXT)
    g, f_ = (inner(name, value) for name, value in (("gamma", gamma), ("f", f)))
    for name, value, given in (("gamma", g, gamma), ("f", f_, f)):
        if not value.is_Rational:
            raise TypeError(f"{name} must be a rational number, got {told(given)}")
    green, red, c = int(g.p), int(g.q - g.p), N + 1
    term, total, bound = green**N, 0, int(g.q) ** N * int(f_.p)
    while (total := total + term) * int(f_.q) <= bound:
        c -= 1
        term = term * c * red // ((N - c + 1) * green)
    return c


def power(N: int, gamma: float, f: float, green: float | sp.Expr) -> sp.Expr:
    r"""The probability that the exact test finds a mark: that Bin(N, green) reaches the count.

    $I_w(c, N-c+1)$ with w the probability `green`, c the `critical_count` and the regularised
    incomplete beta function.

    Parameters
    ----------
    N, gamma, f
        As in `critical_count`.
    green
        Probability that a marked pair is green, a number from 0 to 1 or a symbol.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> power(10, 0.5, 0.01, sp.Rational(9, 10)).evalf(4)
    0.3487
    """
    green, c = share("green", green), critical_count(N, gamma, f)
    if c > N:
        return sp.Integer(0)
    return sp.betainc_regularized(c, int(N) - c + 1, 0, green)


def needed_length(
    gamma: float | sp.Expr, f: float | sp.Expr, green: float | sp.Expr, r: float | sp.Expr
) -> sp.Expr:
    r"""How many distinct pairs the test needs for false alarms f and power r, to normal order.

    $\bigl(z_f\sqrt{\gamma(1-\gamma)} + z_r\sqrt{w(1-w)}\bigr)^2/(w-\gamma)^2$ with w the
    probability `green` and $z_f$ the normal quantile that is exceeded with probability f, $z_r$
    that which is not exceeded with probability r.

    Parameters
    ----------
    gamma, f, r
        Between 0 and 1, numbers or symbols.
    green
        Probability that a marked pair is green, above gamma.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols, and for a mark that nobody can see.

    Examples
    --------
    >>> needed_length(0.5, 1e-6, 0.75, 0.99).evalf(4)
    183.2
    """
    g, f, r = (inner(name, value) for name, value in (("gamma", gamma), ("f", f), ("r", r)))
    w = share("green", green)
    if (w - g).is_nonpositive:
        raise ValueError(f"green must be above gamma = {told(g)}, got {told(green)}")
    z_f, z_r = quantile(f), quantile(1 - r)
    return ((z_f * sp.sqrt(g * (1 - g)) + z_r * sp.sqrt(w * (1 - w))) / (w - g)) ** 2


def gumbel_score(p: Any) -> sp.Expr:
    r"""The mean of $-\ln(1-U)$ per token of text with the exponential mark: $\sum_k p_kH_{1/p_k}$.

    $H$ is the harmonic number, rounded to 30 digits where $p_k < 10^{-3}$. Without the mark the
    mean is 1.

    Parameters
    ----------
    p
        Law of the next token, probabilities with sum 1, numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what is no such law.

    Examples
    --------
    >>> gumbel_score([0.5, 0.5])
    3/2
    """
    tokens = Counter(value for value in law("p", p) if not value.is_zero)
    return sp.Add(*(k * value * harmonic(1 / value) for value, k in tokens.items()))
