r"""The noisy approximation model: lower bounds on the risk of any fit with a mean and a covariance.

mu_{i+1} = (sample mean of M_i points) + eps_{i+1}, and E Sigma_{i+1} = Sigma_i. The bounds hold
for the mean part E|mu_n - mu|^2, hence for the risk. Chapter "Noisy approximation".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import sympy as sp

from ..validation import plain, precision, told
from .arguments import count, entries, exact, expression, number, scale, sizes

ROUNDING = 1e-12  # how far below zero an eigenvalue may lie, relative to the largest entry


def listing(value: Any) -> Any:
    """A row or a matrix as a list; what is neither stays as it is."""
    if hasattr(value, "tolist"):
        return value.tolist() if getattr(value, "shape", ()) else value
    return list(value) if isinstance(value, tuple) else value


def covariance(value: Any) -> sp.Matrix:
    """A square, symmetric, positive semidefinite matrix; a number is one dimension."""
    value = plain("cov", value)
    if hasattr(value, "to_numpy"):  # a table of pandas
        value = value.to_numpy()
    listed = isinstance(value, (Sequence, np.ndarray, sp.MatrixBase))
    if isinstance(value, (str, bytes, bytearray)) or not listed or getattr(value, "shape", 1) == ():
        return sp.Matrix([[scale("cov", value)]])
    rows = [listing(row) for row in listing(value)]
    if not rows or any(not isinstance(row, list) or len(row) != len(rows) for row in rows):
        raise ValueError(f"cov must be square, got {told(value)}")
    rounding = max(ROUNDING, precision(value) * len(rows))
    matrix = sp.Matrix(
        [[number(f"cov[{i}, {j}]", v) for j, v in enumerate(row)] for i, row in enumerate(rows)]
    )
    semidefinite = "cov must be positive semidefinite, got"
    if matrix.free_symbols:
        if not matrix.is_symmetric():
            raise ValueError(f"cov must be symmetric, got {told(value)}")
        for k, entry in enumerate(matrix.diagonal()):
            if entry.is_negative:
                raise ValueError(f"{semidefinite} cov[{k}, {k}] = {told(entry)}")
        return matrix
    size = max(map(abs, matrix)) or sp.Integer(1)
    numbers = np.array((matrix / size).tolist(), dtype=float)  # whatever its units
    if abs(numbers - numbers.T).max() > rounding:
        raise ValueError(f"cov must be symmetric, got {told(value)}")
    if (lowest := np.linalg.eigvalsh(numbers)[0]) < -rounding:
        raise ValueError(f"{semidefinite} the eigenvalue {lowest * float(size):.3g}")
    return matrix


def total_variance(cov: Any) -> sp.Expr:
    """The trace of a checked covariance."""
    return sp.Add(*covariance(cov).diagonal())


def root(value: sp.Expr) -> sp.Expr:
    """The square root; of a fraction too long for SymPy to factor, as a float of 30 digits."""
    long = value.is_Rational and max(abs(value.p), value.q).bit_length() > 1000
    return sp.sqrt(value.evalf(30) if long else value)


def lower_bound(
    cov: Any, sample_sizes: Sequence[int | sp.Expr], noise: Sequence[float | sp.Expr]
) -> sp.Expr:
    r"""The lower bound on the risk after these fits, for noise orthogonal to the sample mean.

    $\mathrm{Tr}\,\Sigma \sum_{i<n} 1/M_i + \sum_{i=1}^{n} E|\varepsilon_i|^2$, in squared units
    of the data; the exact value of $E|\mu_n - \mu|^2$. Equation 15 of the paper, under its
    equations 6, 7 and 9; chapter "Noisy approximation".

    Parameters
    ----------
    cov
        The original covariance Sigma, a SymPy matrix, a nested list or an array (N, N), or a
        number in one dimension; symbols allowed.
    sample_sizes
        M_0 ... M_{n-1}, each at least 2.
    noise
        $E|\varepsilon_i|^2$, one for each fit, each at least 0.

    Raises
    ------
    ValueError, TypeError
        For what is no such covariance, size or amount.

    Examples
    --------
    >>> lower_bound([[2, 0], [0, 1]], [10, 10], [0, 0.1])
    7/10
    """
    total, M = total_variance(cov), sizes(sample_sizes)
    each = entries("noise", noise, "with one entry for each fit")
    if len(each) != len(M):
        raise ValueError(
            f"noise must have one entry for each of the {len(M)} fits, got {len(each)} entries"
        )
    extra = [scale(f"noise[{i}]", value) for i, value in enumerate(each)]
    return total * expression(sum(1 / m for m in exact(M))) + sp.Add(*extra)


def bounded_noise_bound(cov: Any, M: int | sp.Expr, K: float | sp.Expr) -> sp.Expr:
    r"""The least that one fit adds to the mean part of the risk, for noise of at most K/M.

    $\mathrm{Tr}\,\Sigma/M - 2K\sqrt{\mathrm{Tr}\,\Sigma}\,M^{-3/2}$, in squared units of the
    data: $E|\mu_{i+1}-\mu|^2 - E|\mu_i-\mu|^2 - E|\varepsilon_{i+1}|^2$ is at least this for
    every $|\varepsilon_{i+1}| \le K/M$ with mean 0 given the model. So the term
    $E|\varepsilon|^2 \ge 0$, which is not known, is left out; and the paper's factor
    $\sqrt N$ in the last term, which is not needed. May be negative. Sharpens equation 24 of
    the paper; chapter "Orthogonal noise".

    Parameters
    ----------
    cov
        As in `lower_bound`.
    M, K
        Points, at least 2, and the bound, at least 0, in the units of the data.

    Raises
    ------
    ValueError, TypeError
        For what is no such covariance, number or symbol.

    Examples
    --------
    >>> bounded_noise_bound(1, 4, 1)
    0
    """
    total, M, K = total_variance(cov), count("M", M, 2), scale("K", K)
    return total / M - 2 * K * root(total) / M ** sp.Rational(3, 2)
