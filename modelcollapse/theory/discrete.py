r"""The exact fit of a discrete distribution: the Wright-Fisher chain of M points.

The fit keeps the share of each state, so a state with i of the M points has Bin(M, i/M) of
them in the next generation. Chapter "Discrete distributions".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, perm

import numpy as np
import sympy as sp

from ..validation import array, integer, kind, plain, precision, told
from .absorbing import absorbing_limit
from .arguments import exact, expression, scale, sizes

__all__ = [
    "absorbing_limit",
    "absorption_times",
    "eigenvalues",
    "fixation_probabilities",
    "heterozygosity",
    "survivors",
    "survivors_branching",
    "transition_matrix",
]

LARGEST_TABLE = 500  # points: a quarter of a million fractions of a thousand digits
LARGEST_CHAIN = 5000  # points: a matrix of floats of 200 MB
LONGEST = 10**6  # fits


def transition_matrix(M: int) -> sp.Matrix:
    r"""The chances that i points of a state become j, i and j = 0 ... M.

    $P_{ij} = \binom Mj (i/M)^j (1 - i/M)^{M-j}$, an (M+1) by (M+1) matrix of rationals; rows
    sum to 1. Section 4.1 of the paper, whose appendix A.1 calls it unknown; chapter "Discrete
    distributions".

    Parameters
    ----------
    M
        Points a generation, from 1 to 500.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> transition_matrix(2).row(1)
    Matrix([[1/4, 1/2, 1/4]])
    """
    M = integer("M", M, 1, LARGEST_TABLE)
    return sp.Matrix(
        M + 1,
        M + 1,
        lambda i, j: sp.Rational(comb(M, j) * int(i) ** int(j) * int(M - i) ** int(M - j), M**M),
    )


def eigenvalues(M: int) -> list[sp.Rational]:
    r"""The eigenvalues of the transition matrix, largest first.

    $\lambda_j = M! / ((M-j)!\,M^j)$, j = 0 ... M: 1, 1, 1 - 1/M, and so on. Chapter "Discrete
    distributions".

    Parameters
    ----------
    M
        Points a generation, from 1 to 5000.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> eigenvalues(3)
    [1, 1, 2/3, 2/9]
    """
    M = integer("M", M, 1, LARGEST_CHAIN)
    return [sp.Rational(perm(M, j), M**j) for j in range(M + 1)]


def fixation_probabilities(M: int) -> list[sp.Rational]:
    r"""The chances that a state with 1 ... M-1 points ends with all M of them.

    $i/M$, since the share is a martingale. Section 4.1 of the paper; chapter "Discrete
    distributions".

    Parameters
    ----------
    M
        Points a generation, from 1 to 5000.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> fixation_probabilities(4)
    [1/4, 1/2, 3/4]
    """
    M = integer("M", M, 1, LARGEST_CHAIN)
    return [sp.Rational(i, M) for i in range(1, M)]


def absorption_times(M: int) -> list[sp.Rational]:
    r"""The expected generations until a state with 1 ... M-1 points has none or all.

    $t = (I-Q)^{-1}\mathbf 1$, solved in the basis $\binom ik/\binom Mk$, in which the chain is
    triangular: a hundred points take a fraction of a second. Appendix A.1 of the paper, which
    calls it unknown; chapter "Discrete distributions".

    Parameters
    ----------
    M
        Points a generation, from 1 to 5000.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> absorption_times(2)
    [2]
    """
    M = integer("M", M, 1, LARGEST_CHAIN)
    stirling = stirling_numbers(M)
    weights = [sp.QQ(0)] * (M + 1)
    for k in range(M, 1, -1):
        # (I - P) t is 1 inside and 0 at both ends; what the higher terms put into the k-th
        inside = -((-1) ** k + (k == M)) * comb(M, k)
        higher = sum(
            (weights[r] * stirling[r][k] / sp.QQ(M ** (r - k)) for r in range(k + 1, M + 1)),
            sp.QQ(0),
        )
        eigenvalue = sp.QQ(perm(M, k), M**k)
        weights[k] = (inside + eigenvalue * higher) / (1 - eigenvalue)
    weights[1] = -sum(weights[2:], sp.QQ(0))  # t is 0 at M
    terms = [weights[k] / comb(M, k) for k in range(M + 1)]
    half = [
        sum((terms[k] * comb(i, k) for k in range(1, i + 1)), sp.QQ(0)) for i in range(M // 2 + 1)
    ]
    return [expression(half[min(i, M - i)]) for i in range(1, M)]


def stirling_numbers(size: int) -> list[list[int]]:
    """S(r, k), the ways to put r things into k heaps, for r and k up to `size`."""
    table = [[1] + [0] * size]
    for _ in range(size):
        last = table[-1]
        table.append([0] + [last[k - 1] + k * last[k] for k in range(1, size + 1)])
    return table


def heterozygosity(h0: float | sp.Expr, sample_sizes: Sequence[int | sp.Expr]) -> sp.Expr:
    r"""The expected chance that two draws from the model differ, after these fits.

    $E H_n = H_0 \prod_i (1 - 1/M_i)$ with $H = 1 - \sum_k p_k^2$. Chapter "Discrete
    distributions".

    Parameters
    ----------
    h0
        H of the original law, from 0 to 1, or a symbol.
    sample_sizes
        M_0 ... M_{n-1}, each at least 1, numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> heterozygosity(0.5, [10, 10])
    81/200
    """
    start = scale("h0", h0)
    if start.is_number and start > 1:
        raise ValueError(f"h0 must lie between 0 and 1, got {told(h0)}")
    kept = exact([sp.Integer(1)])[0]
    for M in exact(sizes(sample_sizes, 1)):
        kept *= 1 - 1 / M
    return start * expression(kept)


def survivors(p: object, M: int, n: int) -> float:
    r"""The expected number of states that still have a share after n fits.

    $\sum_k \bigl(1 - [\mathrm{Bin}(M, p_k)\,P^{n-1}]_0\bigr)$ with the transition matrix P, in
    floats: exact but for rounding, about 1e-12 of the result. Equal shares cost no more than
    one. Section 4.1 of the paper; chapter "Discrete distributions".

    Parameters
    ----------
    p
        Shares of the states (states,), of a whole law or of a part of one.
    M, n
        Points a generation, from 1 to 5000 (`survivors_branching` takes more), and fits, at
        least 0.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(survivors([0.5, 0.5], 10, 5), 4)
    1.7741
    """
    shares, counts = np.unique(probabilities(p), return_counts=True)
    M, n = integer("M", M, 1, LARGEST_CHAIN), integer("n", n, 0)
    if n == 0:
        return float(counts[shares > 0].sum(dtype=float))
    alive = (np.arange(M + 1) > 0).astype(float)  # P(not lost), by the points one has
    if n > 1:
        step = binomial(M, np.arange(M + 1) / M)
        steps = min(n - 1, 40 * M)  # (1 - 1/M)^(40 M) is below a float's last digit
        if steps > M:  # squaring is quicker than so many steps
            alive = np.linalg.matrix_power(step, steps) @ alive
        else:
            for _ in range(steps):
                alive = step @ alive
    return float(counts @ (binomial(M, shares) @ alive))


def survivors_branching(p: object, M: int, n: int) -> float:
    r"""The expected number of states that still have a share after n fits, for large M.

    $\sum_k \bigl(1 - e^{-M p_k (1 - s_{n-1})}\bigr)$ with $s_0 = 0$, $s_{j+1} = e^{s_j - 1}$: the
    points of a rare state have Poisson(1) many successors each, independently. Good for small
    shares. Section 4.1 of the paper; chapter "Discrete distributions".

    Parameters
    ----------
    p
        Shares of the states (states,), of a whole law or of a part of one.
    M, n
        Points a generation, at least 1, and fits, from 0 to a million.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(survivors_branching([0.001] * 1000, 10_000, 20), 2)
    600.06
    """
    shares = probabilities(p)
    M, n = integer("M", M, 1), integer("n", n, 0, LONGEST)
    if n == 0:
        return float(np.count_nonzero(shares))
    alive = 1.0
    for _ in range(n - 1):
        alive = -np.expm1(-alive)
    return float(-np.expm1(-M * shares * alive).sum())


def probabilities(p: object) -> np.ndarray:
    """The shares as an array (states,), or an error that says what is wrong with them."""
    shares = array("p", p, minimum=0)
    if np.asarray(plain("p", p)).dtype == bool:
        raise TypeError(f"p must hold numbers, got {kind(p)}")
    if shares.ndim != 1:
        raise ValueError(f"p must be a list of shares, got an array of shape {shares.shape}")
    if shares.sum() > 1 + max(1e-9, precision(p) * shares.size):
        raise ValueError(f"p must sum to 1 at most, got {shares.sum()}")
    return np.minimum(shares, 1)


def binomial(M: int, shares: np.ndarray) -> np.ndarray:
    """P(j points of M) for each share, (shares, M+1)."""
    from scipy.special import gammaln, xlog1py, xlogy  # type: ignore[import-untyped]

    j, q = np.arange(M + 1), np.asarray(shares)[:, None]
    ways = gammaln(M + 1) - gammaln(j + 1) - gammaln(M - j + 1)
    table = np.exp(ways + xlogy(j, q) + xlog1py(M - j, -q))
    return table / table.sum(axis=1, keepdims=True)
