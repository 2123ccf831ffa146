r"""Mixing in the past, point by point: the law p_n, a share of fresh data, a kept share.

The two second moments of a generation, the variance of its mean and its mean variance, obey
a linear recurrence whatever the weights are. sigma = 1, mu = 0.
Chapter "Mixing in the past".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple, TypeAlias

import sympy as sp

from ..validation import per_generation, plain, told
from .arguments import LONGEST, correction, count, expression, scale

Share: TypeAlias = float | sp.Expr
Shares: TypeAlias = Share | Sequence[Share] | Callable[[int], Share]
Row: TypeAlias = tuple[sp.Expr, sp.Expr, sp.Expr]  # alpha, beta and gamma of a generation


class Generation(NamedTuple):
    """The model of one generation: E sigma_n^2 and Var mu_n, in squared units of the data."""

    sigma2: sp.Expr
    mean_variance: sp.Expr


def share(name: str, value: object) -> sp.Expr:
    """A number between 0 and 1, as a fraction where it is a float, or a symbol as it is."""
    found = scale(name, value)
    if found.is_number and found > 1:
        raise ValueError(f"{name} must lie between 0 and 1, got {told(value)}")
    return found


def field(*values: sp.Expr) -> list[Any]:
    """Fractions as elements of SymPy's field of rationals, anything else as it is."""
    if all(v.is_Rational for v in values):
        return [sp.QQ(int(v.p), int(v.q)) for v in values]
    return list(values)


def tidy(value: Any) -> Any:
    """One fraction in lowest terms: without it an expression doubles in every generation."""
    return sp.cancel(value) if isinstance(value, sp.Basic) else value


def generation(sigma2: Any, mean_variance: Any) -> Generation:
    """A generation with its two numbers as SymPy expressions."""
    return Generation(expression(sigma2), expression(mean_variance))


def fits(value: object) -> int:
    """n as a number: a recurrence runs that many times."""
    n = count("n", value, 0, LONGEST)
    if not n.is_Integer:
        raise ValueError(f"n must be a number, got {told(n)}: only a recurrence is known here")
    return int(n)


def varies(weight: Shares) -> bool:
    """Whether a weight is given generation by generation."""
    if isinstance(weight, (str, bytes, bytearray, Mapping, Set, type)):
        return False
    return callable(weight) or isinstance(weight, Sequence) or getattr(weight, "ndim", 0) > 0


def weights(n: int, alpha: Shares, beta: Shares, gamma: Shares) -> list[Row]:
    """The weights of each of n generations, checked as `Mixing` does."""
    columns = []
    for name, values in (("alpha", alpha), ("beta", beta), ("gamma", gamma)):
        if varies(values):
            each = per_generation(name, plain(name, values), n)
            columns.append([share(f"{name}[{i}]", value) for i, value in enumerate(each)])
        else:
            columns.append([share(name, values)] * n)
    rows = list(zip(*columns, strict=True))
    for i, row in enumerate(rows):
        off = sum(row) - 1
        if not off.is_number:
            off = sp.simplify(off)
        if not off.is_number or abs(off) > 1e-9:
            raise ValueError(
                "alpha, beta and gamma must sum to 1, got "
                f"{' + '.join(map(told, row))} = {told(sum(row))} at generation {i}"
            )
    return rows


def laws(M: sp.Expr, rows: Sequence[Row], d: int) -> Iterator[tuple[Any, Any]]:
    """Variance of the mean of p_i and mean variance within it, i = 0 ... len(rows)."""
    M, *flat = field(M, *(weight for row in rows for weight in row))
    b, w = 0 * M, 0 * M + 1
    yield b, w
    for i in range(len(rows)):
        alpha, _, gamma = flat[3 * i : 3 * i + 3]
        square = (1 - gamma) * (b + w) + alpha * d * w / M + gamma  # the mean of X^2
        b = tidy((1 - gamma) ** 2 * b + alpha**2 * w / M)
        w = tidy(square - b)
        yield b, w


def mixing_mean_variance(
    M: int | sp.Expr, n: int | sp.Expr, alpha: Shares, beta: Shares, gamma: Shares, *, ddof: int
) -> sp.Expr:
    r"""The variance over runs of the mean of the law p_n, after n fits (not of the fit).

    With $b_i$ this variance and $w_i$ the mean variance within $p_i$, $b_0 = 0$, $w_0 = 1$:
    $b_{i+1} = (1-\gamma_i)^2 b_i + \alpha_i^2 w_i/M$ and
    $b_{i+1} + w_{i+1} = (1-\gamma_i)(b_i + w_i) + \gamma_i + \alpha_i\,\mathrm{ddof}\,w_i/M$.
    With ddof 0 and constant weights $b_n = \frac{\alpha^2}M\frac{1-\lambda^n}{1-\lambda}$,
    $\lambda = (1-\gamma)^2 - \alpha^2/M$. Section 4 of the paper; chapter "Mixing in the past".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, at least 0.
    alpha, beta, gamma
        Shares, summing to 1: each a number or symbol, n of them, or a function of i; the last
        two, and ddof 1, need a number n.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number, symbol or share.

    Examples
    --------
    >>> mixing_mean_variance(10, 3, 1, 0, 0, ddof=1)
    3/10
    """
    d = correction(ddof)
    M, fitted = count("M", M, 1 + d), count("n", n, 0, LONGEST)
    if fitted.is_Integer:
        *_, (b, _) = laws(M, weights(int(fitted), alpha, beta, gamma), d)
        return expression(b)
    if d or any(varies(weight) for weight in (alpha, beta, gamma)):
        fits(n)  # refuses a symbol
    ((a, _, g),) = weights(1, alpha, beta, gamma)
    decay = 1 - (1 - g) ** 2 + a**2 / M
    if sp.simplify(decay) == 0:  # beta = 1: nothing is learnt
        return sp.Integer(0)
    return a**2 / M * (1 - (1 - decay) ** fitted) / decay


def mixing_path(
    M: int | sp.Expr, n: int, alpha: Shares, beta: Shares, gamma: Shares, *, ddof: int
) -> list[Generation]:
    r"""E sigma_i^2 and Var mu_i of the fitted models, i = 0 ... n, under `Mixing`.

    A list of pairs with the fields sigma2 and mean_variance:
    $E\sigma_{i+1}^2 = \frac{M-1}{M-\mathrm{ddof}} w_i$,
    $\mathrm{Var}\,\mu_{i+1} = b_i + w_i/M$ with $b_i$, $w_i$ of `mixing_mean_variance`; alpha = 1
    is `Replace`. Section 4 of the paper; chapter "Mixing in the past".

    Parameters
    ----------
    M, n, alpha, beta, gamma, ddof
        As in `mixing_mean_variance`; n is a number.

    Raises
    ------
    ValueError, TypeError
        For what is no such number, symbol or share.

    Examples
    --------
    >>> mixing_path(10, 2, 1, 0, 0, ddof=0)[2]
    Generation(sigma2=81/100, mean_variance=19/100)
    """
    d = correction(ddof)
    M = count("M", M, 1 + d)
    steps = laws(M, weights(fits(n), alpha, beta, gamma)[:-1], d)
    path = [generation(1, 0)]
    for b, w in steps:
        size = M if isinstance(w, sp.Basic) else sp.QQ(int(M))
        path.append(generation(tidy(w * (size - 1) / (size - d)), tidy(b + w / size)))
    return path[: fits(n) + 1]


def fresh_mean_variance(M: int | sp.Expr, gamma: Share, *, ddof: int) -> sp.Expr:
    r"""The stationary variance of the fitted mean if each point is real with probability gamma.

    Under `Mixing(1 - gamma, 0, gamma)`, as n grows:
    $1/(M - (1-\gamma)^2(M-1))$ for ddof 0; $1/(M\gamma(2-\gamma) - (1-\gamma))$ for ddof 1,
    finite only if $M\gamma(2-\gamma) > 1-\gamma$: for numbers that break the condition it
    returns oo, and for symbols it is the reader's to keep. Chapter "Mixing in the past".

    Parameters
    ----------
    M, gamma
        Points a generation, at least 1 + ddof, and a share from 0 to 1: numbers or symbols.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> fresh_mean_variance(10, 0.5, ddof=1)
    1/7
    """
    d = correction(ddof)
    M, g = count("M", M, 1 + d), share("gamma", gamma)
    if not d:
        return 1 / (M - (1 - g) ** 2 * (M - 1))
    hold = M * g * (2 - g) - (1 - g)
    return sp.oo if hold.is_number and hold <= 0 else 1 / hold


def kept_points(M: sp.Expr, kept: object) -> sp.Expr:
    """The number of kept points, at most M."""
    K = count("kept", kept, 0)
    if (M - K).is_number and K > M:
        raise ValueError(f"kept must be at most M = {told(M)}, got {told(K)}")
    return K


def kept_path(M: int | sp.Expr, n: int, kept: int | sp.Expr, *, ddof: int) -> list[Generation]:
    r"""E sigma_i^2 and Var mu_i, i = 0 ... n, under `KeepOriginal(kept / M)`.

    A list of pairs with the fields sigma2 and mean_variance. With $\varphi$ = kept / M, and
    from $E\sigma_1^2 = \frac{M-1}{M-\mathrm{ddof}}$, $V_1 = 1/M$ on:
    $V_{i+1} = (1-\varphi)^2V_i + (1-\varphi)E\sigma_i^2/M + \varphi(3-2\varphi)/M$ and
    $E\sigma_{i+1}^2 = \frac{M}{M-\mathrm{ddof}}[\varphi + (1-\varphi)(V_i + E\sigma_i^2)
    - V_{i+1}]$. Section 5.2 of the paper; chapter "Mixing in the past".

    Parameters
    ----------
    M, n
        Points a generation, at least 1 + ddof, and fits, a number.
    kept
        Points of D_0 in every later data set, 0 ... M.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> kept_path(10, 1, 5, ddof=1)[1]
    Generation(sigma2=1, mean_variance=1/10)
    """
    d = correction(ddof)
    M = count("M", M, 1 + d)
    size, K = field(M, kept_points(M, kept))
    phi = K / size
    v, V = (size - 1) / (size - d), 1 / size
    path = [generation(1, 0)]
    for _ in range(fits(n)):
        path.append(generation(v, V))
        square = phi + (1 - phi) * (V + v)
        V = tidy((1 - phi) ** 2 * V + (1 - phi) * v / size + phi * (3 - 2 * phi) / size)
        v = tidy((square - V) * size / (size - d))
    return path


def kept_mean_variance(M: int | sp.Expr, kept: int | sp.Expr, *, ddof: int) -> sp.Expr:
    r"""The stationary variance of the fitted mean under `KeepOriginal(kept / M)`.

    With $\varphi$ = kept / M: $(1 + 2\varphi(1-\varphi))/(M\varphi(2-\varphi) + 1-\varphi)$ for
    ddof 0, $[(3-2\varphi)(\varphi-\tfrac1M) + 1-\varphi]/[(2-\varphi)(M\varphi-1) + 1-\varphi]$
    for ddof 1, which is oo if kept is 0. Section 5.2 of the paper; chapter "Mixing in the past".

    Parameters
    ----------
    M, kept
        Points a generation, at least 1 + ddof, and those of D_0 among them: numbers or symbols.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> kept_mean_variance(10, 10, ddof=1)
    1/10
    """
    d = correction(ddof)
    M = count("M", M, 1 + d)
    K = kept_points(M, kept)
    phi = K / M
    if not d:
        return (1 + 2 * phi * (1 - phi)) / (K * (2 - phi) + 1 - phi)
    if K == 0:
        return sp.oo
    return ((3 - 2 * phi) * (phi - 1 / M) + 1 - phi) / ((2 - phi) * (K - 1) + 1 - phi)
