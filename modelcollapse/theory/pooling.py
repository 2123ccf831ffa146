r"""Mixing in the past by pooling all data: fit to the whole pool, or to a draw from it.

sigma = 1, mu = 0, M points a generation; $d$ is ddof. Of a pool two numbers matter: $q$, the
mean of $X_a^2$ over its points, and $c$, the mean of $X_aX_b$ over pairs of different points,
both also over all runs. A fit to $m$ of the points, drawn without replacement, has
$\mathrm{Var}\,\mu = q/m + (1 - 1/m)c$ and $E\sigma^2 = \frac{m-1}{m-d}(q - c)$.
Chapter "Accumulation and subsampling".
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any, TypeAlias

import sympy as sp

from .arguments import LONGEST, correction, count
from .mixing import (
    Generation,
    Share,
    field,
    fits,
    fresh_mean_variance,
    generation,
    kept_mean_variance,
    kept_path,
    mixing_mean_variance,
    mixing_path,
    share,
    tidy,
)

__all__ = [
    "Generation",
    "accumulate_limit",
    "accumulate_path",
    "accumulate_sigma2",
    "fresh_mean_variance",
    "kept_mean_variance",
    "kept_path",
    "mixing_mean_variance",
    "mixing_path",
    "subsample_jitter",
    "subsample_limit",
    "subsample_path",
    "subsample_sigma2",
]

Size: TypeAlias = int | sp.Expr


def pool(M: sp.Expr, n: int, g: sp.Expr, d: int, whole: bool) -> Iterator[tuple[Any, Any]]:
    """E sigma^2 and Var mu at each of n fits."""
    M, g = field(M, g)
    q, c = 0 * M + 1, 0 * M
    for i in range(1, n + 1):
        N = i * M  # points in the pool
        m = N if whole else M  # points that are fitted to
        v, V = tidy((m - 1) / (m - d) * (q - c)), tidy(q / m + (1 - 1 / m) * c)
        yield v, V
        square = (1 - g) * (V + v) + g  # of a new point; below: of all ordered pairs
        mean = q / N + (1 - 1 / N) * c  # the variance of the pool's mean
        pairs = N * (N - 1) * c + 2 * N * M * (1 - g) * mean + M * (M - 1) * (1 - g) ** 2 * V
        q = tidy((i * q + square) / (i + 1))
        c = tidy(pairs / ((N + M) * (N + M - 1)))


def path(M: Size, n: int, gamma: Share, ddof: int, whole: bool) -> list[Generation]:
    """The generations 0 ... n of a regime that keeps a pool."""
    d = correction(ddof)
    steps = pool(count("M", M, 1 + d), fits(n), share("gamma", gamma), d, whole)
    return [generation(1, 0)] + [generation(v, V) for v, V in steps]


def accumulate_path(M: Size, n: int, gamma: Share = 0, *, ddof: int) -> list[Generation]:
    r"""E sigma_i^2 and Var mu_i of the fitted models, i = 0 ... n, under `Accumulate`.

    A list of pairs with the fields sigma2 and mean_variance. With $q$ the mean of $X_a^2$
    over the N points of the pool, $c$ that of $X_aX_b$ over its pairs:
    $\mathrm{Var}\,\mu = q/N + (1-1/N)c$, $E\sigma^2 = \frac{N-1}{N-\mathrm{ddof}}(q-c)$, after
    which M points of that model join. gamma: the probability with which each new point is a
    fresh real one instead of the newest model's; 0 is the regime itself. Figure 6 of the paper;
    chapter "Accumulation and subsampling".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, a number.
    gamma
        A share from 0 to 1, a number or a symbol.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> accumulate_path(10, 2, ddof=1)[2]
    Generation(sigma2=37/38, mean_variance=1/8)
    """
    return path(M, n, gamma, ddof, True)


def subsample_path(M: Size, n: int, gamma: Share = 0, *, ddof: int) -> list[Generation]:
    r"""E sigma_i^2 and Var mu_i of the fitted models, i = 0 ... n, under `Subsample`.

    As `accumulate_path`, but each fit sees M points of the pool: in its two formulas M
    stands for N. Figure 5 of the paper; chapter "Accumulation and subsampling".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, a number.
    gamma
        A share from 0 to 1, a number or a symbol.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> subsample_path(10, 1, ddof=0)[1]
    Generation(sigma2=9/10, mean_variance=1/10)
    """
    return path(M, n, gamma, ddof, False)


def product(M: sp.Expr, n: Any, p: Any, r: Any, s: Any, d: int) -> sp.Expr:
    r"""$\frac{M-1}{M-d}\prod_{j=2}^n \frac{Mj^2 - pj - r}{Mj^2 - sj}$; by gammas for a symbol n.

    With n = oo and p = s the limit.
    """
    if n.is_Integer:
        steps, first, last, scaled = range(2, int(n) + 1), M - 1, M - d, M * r
        if M.is_Integer:  # whole numbers: SymPy's own are slow
            M, p, s, first, last, scaled = (int(x) for x in (M, p, s, first, last, scaled))
        above = prod([M * (M * j**2 - p * j) - scaled for j in steps], start=first)
        below = prod([M * (M * j**2 - s * j) for j in steps], start=last)
        return sp.sympify(above) / below if n > 0 else sp.Integer(1)
    centre, root, pole = p / (2 * M), sp.sqrt(p**2 + 4 * M * r) / (2 * M), s / M
    start = (M - 1) / (M - d) * sp.gamma(2 - pole)
    start /= sp.gamma(2 - centre - root) * sp.gamma(2 - centre + root)
    if n is sp.oo:
        return start
    end = sp.gamma(n + 1 - centre - root) * sp.gamma(n + 1 - centre + root)
    return start * end / (sp.gamma(n + 1) * sp.gamma(n + 1 - pole))


def accumulate(M: sp.Expr, n: Any, d: int) -> sp.Expr:
    """E sigma_n^2 under `Accumulate`."""
    return product(M, n, sp.Integer(d), sp.Integer(1), sp.Integer(d), d)


def subsample(M: sp.Expr, n: Any, d: int) -> sp.Expr:
    """E sigma_n^2 under `Subsample`."""
    return product(M, n, sp.Integer(1 - d), 3 - (1 - d) / M, sp.Integer(1), d)


def accumulate_sigma2(M: Size, n: Size, *, ddof: int) -> sp.Expr:
    r"""E sigma_n^2 after n fits, each to all data so far (`Accumulate`).

    $\prod_{j=1}^n(1 - \frac1{Mj^2})$ for ddof 0, $\prod_{j=2}^n(1 - \frac1{j(Mj-1)})$ for
    ddof 1. A symbol n, which stands for n >= 1, gives it by gamma functions. Figure 6 of the
    paper; chapter "Accumulation and subsampling".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, numbers or symbols.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> accumulate_sigma2(10, 2, ddof=1)
    37/38
    """
    d = correction(ddof)
    return accumulate(count("M", M, 1 + d), count("n", n, 0, LONGEST), d)


def accumulate_limit(M: Size, *, ddof: int) -> sp.Expr:
    r"""The limit of E sigma_n^2 under `Accumulate`: positive for every M above 1.

    $\sin(\pi/\sqrt M)/(\pi/\sqrt M)$ for ddof 0; for ddof 1
    $\Gamma(2-\tfrac1M)/(\Gamma(2-r_+)\Gamma(2-r_-))$, $r_\pm = (1\pm\sqrt{1+4M})/(2M)$.
    Chapter "Accumulation and subsampling".

    Parameters
    ----------
    M
        Points a generation, at least 1 + ddof, a number or a symbol.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> accumulate_limit(4, ddof=0)
    2/pi
    """
    d = correction(ddof)
    M = count("M", M, 1 + d)
    return accumulate(M, sp.oo, d) if d else sp.sin(sp.pi / sp.sqrt(M)) * sp.sqrt(M) / sp.pi


def subsample_sigma2(M: Size, n: Size, *, ddof: int) -> sp.Expr:
    r"""E sigma_n^2 after n fits, each to M points drawn from all data so far (`Subsample`).

    $(1-\frac1M)\prod_{j=2}^n(1 - \frac{3M-1}{Mj(Mj-1)})$ for ddof 0,
    $\prod_{j=2}^n(1 + \frac{j-3}{j(Mj-1)})$ for ddof 1. Figure 5 of the paper; chapter "Mixing
    in the past".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, numbers or symbols.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> subsample_sigma2(10, 2, ddof=1)
    37/38
    """
    d = correction(ddof)
    return subsample(count("M", M, 1 + d), count("n", n, 0, LONGEST), d)


def subsample_limit(M: Size, *, ddof: int) -> sp.Expr:
    r"""The limit of E sigma_n^2 under `Subsample`.

    $(1-\frac1M)\,\Gamma(2-\tfrac1M)/(\Gamma(2-r_+)\Gamma(2-r_-))$ with
    $r_\pm = (1\pm\sqrt{12M-3})/(2M)$ for ddof 0; oo for ddof 1, where the mean grows like
    $n^{1/M}$. Chapter "Accumulation and subsampling".

    Parameters
    ----------
    M
        Points a generation, at least 1 + ddof, a number or a symbol.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> subsample_limit(10, ddof=1)
    oo
    """
    d = correction(ddof)
    M = count("M", M, 1 + d)
    return sp.oo if d else subsample(M, sp.oo, d)


def subsample_jitter(M: Size, n: Size, *, ddof: int) -> sp.Expr:
    r"""E(mu_n - mu_{n-1})^2 under `Subsample`: how far the mean jumps at the n-th fit.

    $1/M$ for n = 1; then $\frac{2(n-2)+\mathrm{ddof}}{Mn}u_{n-1} - (1-\tfrac1M)(u_n-u_{n-1})$
    with $u_n = \frac{M-\mathrm{ddof}}{M-1}E\sigma_n^2$. Under `Accumulate` it is
    $E\sigma_{n-1}^2/(Mn^2)$. Figure 5 of the paper; chapter "Accumulation and subsampling".

    Parameters
    ----------
    M, n
        Points a generation, at least 2, and fits, at least 1; a symbol n stands for n >= 2.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> subsample_jitter(10, 2, ddof=1)
    7/95
    """
    d = correction(ddof)
    M, n = count("M", M, 2), count("n", n, 1, LONGEST)
    if n == 1:
        return 1 / M
    u, v = ((M - d) / (M - 1) * subsample(M, k, d) for k in (n - 1, n))
    return (2 * (n - 2) + d) / (M * n) * u - (1 - 1 / M) * (v - u)
