r"""A pool that forgets: what "how long until ...?" asks, between replacing and keeping everything.

$D_0$ is M real points. After each fit the share $\rho$ of the pool's N points is kept, at random
and rounded down, and M new points join, each real with the probability $\gamma$, else the newest
model's. $\rho = 0$ is `Mixing(1 - gamma, 0, gamma)`, $\rho = 1$ `Accumulate` with a real share.
sigma = 1, mu = 0; maximum likelihood, where the variance that is lost in the mean is
$\mathrm{Var}\,\mu_n$. Chapter "What to do".
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from math import ceil, log
from typing import Any

import sympy as sp

from .arguments import expression, positive, whole
from .missing import missing_half, missing_path
from .mixing import Share, fits, share, tidy
from .pool_sizes import kept_of, known, ratio, settled, sizes
from .pooling import accumulate_limit

__all__ = ["fits_until", "long_run_loss", "loss_path", "missing_half", "missing_path", "real_share"]

LARGEST = 10**12  # points in a round
EXACT = 60  # fits of an exact path
EARLY = 10_000  # fits within which a pool that keeps everything has its greatest loss


def step(M: Any, N: Any, kept: Any, made: Any) -> tuple[Any, Any]:
    """a and b of c' = a c + b, where c is the mean product of two points of a pool of N."""
    total = (kept + M) * (kept + M - 1)
    cross = 2 * kept * M * made + M * (M - 1) * made**2  # pairs with a point of the model
    return (kept * (kept - 1) + cross * (N - 1) / N) / total, cross / (N * total)


def loss(N: Any, c: Any) -> Any:
    """Var mu of a fit to N points."""
    return (1 + (N - 1) * c) / N


def losses(M: int, made: Any, rho: sp.Rational, number: Callable[[int], Any] = float) -> Any:
    """Var mu of the models 1, 2, ... in the arithmetic of made and number."""
    c = made * 0
    for N in sizes(M, rho):
        yield tidy(loss(number(N), c))
        a, b = step(number(M), number(N), number(kept_of(N, rho)), made)
        c = tidy(a * c + b)


def last_step(M: int, gamma: sp.Expr, rho: sp.Rational) -> tuple[sp.Expr, sp.Expr, sp.Integer]:
    """The step once the pool has the size that stays, and that size."""
    N = sp.Integer(settled(M, rho)[-1])
    return *step(sp.Integer(M), N, sp.Integer(kept_of(int(N), rho)), 1 - gamma), N


def loss_path(M: int, n: int, gamma: Share = 0, retention: Share = 0) -> list[sp.Expr]:
    r"""The share of the variance that is lost in the mean, $\mathrm{Var}\,\mu_i$, i = 0 ... n.

    With $c_i$ the mean product of two points of the pool, $c_0 = 0$, of whose N points k are kept:
    $\mathrm{Var}\,\mu_{i+1} = \frac1N + (1-\frac1N)c_i$ and $N'(N'-1)c_{i+1} = k(k-1)c_i +
    [2kMg + M(M-1)g^2]\,\mathrm{Var}\,\mu_{i+1}$ with $g = 1-\gamma$, N' = k + M.

    Parameters
    ----------
    M, n
        New points in each round, from 2 to 10^12, and fits, numbers.
    gamma
        Probability that a new point is real, from 0 to 1, a number or a symbol.
    retention
        Share of the pool that is kept, from 0 to 1, a number.

    Returns
    -------
    list
        In units of the original variance; exact up to 60 fits and for symbols, beyond in double
        precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> loss_path(10, 3, 0.5, 0.5)
    [0, 1/10, 89/900, 1987/20808]
    """
    points, rho = whole("M", M, 2, LARGEST), ratio(retention)
    g: Any = 1 - share("gamma", gamma)
    many, exact_g = fits(n), g.is_Rational
    if g.is_number and not (exact_g and many <= EXACT):
        return [sp.Integer(0), *map(sp.Float, islice(losses(points, float(g), rho), many))]
    number = sp.QQ if exact_g else sp.Integer
    found = islice(losses(points, sp.QQ.from_sympy(g) if exact_g else g, rho, number), many)
    return [sp.Integer(0), *map(expression, found)]


def long_run_loss(M: int, gamma: Share = 0, retention: Share = 0) -> sp.Expr:
    r"""The share of the variance that is lost in the end, in the mean over runs.

    For large M and $\gamma > 0$ about $\frac1M\frac{1-\rho^2}{\gamma(2-(1-\rho)\gamma)}$. Without
    real points 1 for $\rho < 1$ and 1 - `accumulate_limit` for $\rho = 1$; with them 0 for
    $\rho = 1$.

    Parameters
    ----------
    M, gamma, retention
        As in `loss_path`; gamma a number.

    Returns
    -------
    sympy.Expr
        Exact, in units of the original variance.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> long_run_loss(10, 0.5), long_run_loss(10, 0, 0.5)
    (4/31, 1)
    """
    points, gamma, rho = whole("M", M, 2, LARGEST), known("gamma", gamma), ratio(retention)
    if rho == 1:
        return 1 - accumulate_limit(points, ddof=0) if gamma == 0 else sp.Integer(0)
    a, b, N = last_step(points, gamma, rho)
    return loss(N, b / (1 - a))


def fits_until(part: Share, M: int, gamma: Share = 0, retention: Share = 0) -> sp.Expr:
    r"""The first fit after which at least this part of the variance is lost in the mean.

    Without real points and retention the first n with $1 - (1-\frac1M)^n \ge$ part, for one half
    about $M\ln 2$; a retention below 1 multiplies that by about $1/((1-\rho)^2(1+\rho))$.

    Parameters
    ----------
    part
        Part of the original variance, above 0 and at most 1.
    M, gamma, retention
        As in `long_run_loss`.

    Returns
    -------
    sympy.Expr
        A number of fits; `oo` where so much is never lost.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> fits_until(0.5, 100), fits_until(0.5, 100, 0, 0.5), fits_until(0.5, 100, 0.05)
    (69, 181, oo)
    """
    positive("part", part)
    target, points = float(known("part", part)), whole("M", M, 2, LARGEST)
    gamma, rho = known("gamma", gamma), ratio(retention)
    if rho == 1 and target >= 1 - accumulate_limit(points, ddof=0):
        return sp.oo  # what is lost without real points is more than with them
    early = EARLY if rho == 1 else len(settled(points, rho))
    found = list(islice(losses(points, 1 - float(gamma), rho), early + 1))
    for n, lost in enumerate(found, 1):
        if lost >= target:
            return sp.Integer(n)
    if rho == 1:
        return sp.oo
    last, add, size = (float(x) for x in last_step(points, gamma, rho))
    rest = loss(size, add / (1 - last)) if gamma else 1.0  # whose rounding would be seen
    if target >= rest * (1 - (1e-12 if gamma else 0)):  # reached at no time, only in the end
        return sp.oo
    more = log((rest - target) / (rest - found[-1])) / log(last)
    return sp.Integer(early + 1 + ceil(more - 1e-9))


def real_share(part: Share, M: int, retention: Share = 0) -> sp.Expr:
    r"""The least probability of a real point with which no more is lost in the long run.

    From the root of $M(M-1)g^2 + 2kMg = B$, $g = 1-\gamma$; for $\rho = 0$ it is
    $1 - \sqrt{(M - 1/\mathrm{part})/(M-1)}$, for $\rho = 1$ any share above 0 will do.

    Parameters
    ----------
    part
        As in `fits_until`.
    M, retention
        As in `long_run_loss`.

    Returns
    -------
    sympy.Expr
        A probability, exact; `oo` where real points alone lose more.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> real_share(0.5, 3), real_share(0.01, 50)
    (1 - sqrt(2)/2, oo)
    """
    positive("part", part)
    target, points, rho = known("part", part), whole("M", M, 2, LARGEST), ratio(retention)
    if rho == 1:
        return sp.Integer(0)
    N, size = sp.Integer(settled(points, rho)[-1]), sp.Integer(points)
    if target * N < 1:
        return sp.oo
    kept = kept_of(int(N), rho)
    c = (target * N - 1) / (N - 1)
    cross = c * (N * (N - 1) - kept * (kept - 1)) / target
    half = sp.Rational(kept, points - 1)
    return sp.Max(0, 1 + half - sp.sqrt(half**2 + cross / (size * (size - 1))))
