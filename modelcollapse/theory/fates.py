r"""What becomes of a run of the Gaussian, as against what becomes of the mean over runs.

Of a generation two numbers are known exactly in every regime, $v = E\sigma_n^2$ and
$V = \mathrm{Var}\,\mu_n$. To first order in 1/M they also give the typical run:
$E\log\sigma_n^2 = (v - 1) - V$. sigma = 1, mu = 0. Chapter "What becomes of a run".
"""

from __future__ import annotations

import sympy as sp

from .arguments import correction, count, scale
from .mixing import Generation, Share, field, fits, generation, share, tidy

__all__ = ["augment_path", "mixing_log_drift", "typical_log"]


def typical_log(sigma2: float | sp.Expr, mean_variance: float | sp.Expr) -> sp.Expr:
    r"""The mean of log sigma_n^2 to first order in 1/M, from the two numbers of a generation.

    $(v - 1) - V$ with $v = E\sigma_n^2$, $V = \mathrm{Var}\,\mu_n$; its exponential is the median
    of sigma_n^2 to the same order. An error of second order remains, so both v - 1 and V must be
    small. With maximum likelihood v + V = 1 in every regime, and it is -2V. Chapter "What becomes
    of a run".

    Parameters
    ----------
    sigma2, mean_variance
        v and V, in units of the original variance, at least 0: numbers or symbols.

    Returns
    -------
    sympy.Expr
        Without a unit.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> from modelcollapse.theory.pooling import mixing_path
    >>> typical_log(*mixing_path(1000, 1, 1, 0, 0, ddof=1)[1])
    -1/1000
    """
    return scale("sigma2", sigma2) - 1 - scale("mean_variance", mean_variance)


def mixing_log_drift(M: int | sp.Expr, alpha: Share, *, ddof: int) -> sp.Expr:
    r"""The mean step of log sigma_n^2 under `Mixing(alpha, 1 - alpha, 0)`, to first order in 1/M.

    $(\mathrm{ddof}\,\alpha - 2\alpha^2)/M$: with the unbiased variance it is positive for alpha
    below 1/2, so that the typical run explodes, and negative above. alpha = 1 is `Replace`.
    Chapter "What becomes of a run".

    Parameters
    ----------
    M
        Points a generation, at least 1 + ddof, a number or a symbol.
    alpha
        Weight of the newest model, from 0 to 1, a number or a symbol; the last law has the rest.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Returns
    -------
    sympy.Expr
        Per generation, without a unit.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> mixing_log_drift(20, 0.2, ddof=1)
    3/500
    """
    d = correction(ddof)
    M, a = count("M", M, 1 + d), share("alpha", alpha)
    return (d * a - 2 * a**2) / M


def augment_path(M: int | sp.Expr, n: int, real: int | sp.Expr, *, ddof: int) -> list[Generation]:
    r"""E sigma_i^2 and Var mu_i, i = 0 ... n, under `Augment(real, fresh=True)`.

    With N = M + G points, G = real of them fresh, and $\varphi = G/N$, from
    $E\sigma_1^2 = \frac{M-1}{M-\mathrm{ddof}}$, $V_1 = 1/M$ on:
    $V_{i+1} = (1-\varphi)^2 V_i + [(1-\varphi)E\sigma_i^2 + \varphi]/N$ and
    $E\sigma_{i+1}^2 = \frac N{N-\mathrm{ddof}}[\varphi + (1-\varphi)(V_i + E\sigma_i^2)
    - V_{i+1}]$. Chapter "What becomes of a run".

    Parameters
    ----------
    M, n
        Points of the newest model in each generation, at least 1 + ddof, and fits, a number.
    real
        Real points that are added to them, at least 0.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Returns
    -------
    list
        Pairs with the fields sigma2 and mean_variance.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> augment_path(9, 2, 1, ddof=0)[2]
    Generation(sigma2=41/50, mean_variance=9/50)
    """
    d = correction(ddof)
    size, fresh = field(count("M", M, 1 + d), count("real", real, 0))
    N = size + fresh
    phi = fresh / N
    v, V = (size - 1) / (size - d), 1 / size
    path = [generation(1, 0)]
    for _ in range(fits(n)):
        path.append(generation(v, V))
        square = phi + (1 - phi) * (V + v)
        V = tidy((1 - phi) ** 2 * V + ((1 - phi) * v + phi) / N)
        v = tidy((square - V) * N / (N - d))
    return path
