r"""The noisy approximation model: lower bounds on the risk of any fit with a mean and a covariance.

mu_{i+1} = (sample mean of M_i points) + eps_{i+1}, and E Sigma_{i+1} = Sigma_i. The bounds hold
for the mean part E|mu_n - mu|^2, hence for the risk. Chapter "Noisy approximation".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import sympy as sp

from .arguments import count, exact, expression, scale, sizes

ROUNDING = 1e-12  # how far below zero an eigenvalue may lie, relative to the largest entry


def amount(name: str, value: Any) -> sp.Expr:
    """A number, at least 0, or an expression; a float as the rational that it is written as."""
    if isinstance(value, (float, np.floating, sp.Float)) and np.isfinite(float(value)):
        return scale(name, sp.Rational(repr(float(value))))
    if not (isinstance(value, sp.Expr) or hasattr(value, "__float__")):
        raise TypeError(f"{name} must be a number or a symbol, got {value!r}")
    return scale(name, value.item() if isinstance(value, np.generic) else value)


def covariance(value: Any) -> sp.Matrix:
    """A square, symmetric, positive semidefinite matrix; a number is one dimension."""
    if not isinstance(value, (Sequence, np.ndarray, sp.MatrixBase)) or isinstance(value, str):
        return sp.Matrix([[amount("cov", value)]])
    rows = value.tolist() if hasattr(value, "tolist") else value
    shape = np.shape(np.array(rows, dtype=object))
    if len(shape) != 2 or shape[0] != shape[1] or not shape[0]:
        raise ValueError(f"cov must be square, got the shape {shape}")
    if any(isinstance(entry, (str, bytes, bool)) for row in rows for entry in row):
        raise TypeError(f"cov must have numbers or symbols as entries, got {value!r}")
    matrix = sp.Matrix(rows)
    if matrix.free_symbols:
        if not matrix.is_symmetric():
            raise ValueError(f"cov must be symmetric, got {value}")
        if any(entry.is_negative for entry in matrix.diagonal()):
            raise ValueError(f"cov must be positive semidefinite, got {value}")
        return matrix
    numbers = numeric(matrix)
    if not np.allclose(numbers, numbers.T, rtol=ROUNDING):
        raise ValueError(f"cov must be symmetric, got {value}")
    if np.linalg.eigvalsh(numbers)[0] < -ROUNDING * np.abs(numbers).max():
        raise ValueError(f"cov must be positive semidefinite, got {value}")
    return matrix


def numeric(matrix: sp.Matrix) -> np.ndarray:
    """A matrix without symbols as finite floats."""
    try:
        numbers = np.array(matrix.tolist(), dtype=float)
    except TypeError:
        raise TypeError(f"cov must have real entries, got {matrix.tolist()}") from None
    if not np.isfinite(numbers).all():
        raise ValueError(f"cov must be finite, got {matrix.tolist()}")
    return numbers


def total_variance(cov: Any) -> sp.Expr:
    """The trace of a checked covariance, floats turned into rationals."""
    diagonal = covariance(cov).diagonal()
    return sp.Add(*(amount("cov", v) if v.is_Float else v for v in diagonal))


def root(value: sp.Expr) -> sp.Expr:
    """The square root; of a fraction too long for SymPy to factor, as a float of 30 digits."""
    long = value.is_Rational and max(abs(value.p), value.q).bit_length() > 1000
    return sp.sqrt(value.evalf(30) if long else value)


def lower_bound(
    cov: Any, sample_sizes: Sequence[int | sp.Expr], noise: Sequence[float | sp.Expr]
) -> sp.Expr:
    r"""The lower bound on the risk after these fits, for noise orthogonal to the sample mean.

    $\mathrm{Tr}\,\Sigma \sum_{i<n} 1/M_i + \sum_{i=1}^{n} E|\varepsilon_i|^2$, in squared units
    of the data; the exact value of $E|\mu_n - \mu|^2$. cov: the original covariance Sigma, a
    SymPy matrix, a nested list or an array (N, N), or a number in one dimension; symbols
    allowed. sample_sizes: M_0 ... M_{n-1}, each at least 2. noise: $E|\varepsilon_i|^2$, one for
    each fit, each at least 0. Raises ValueError or TypeError otherwise. Equation 15 of the
    paper, under its equations 6, 7 and 9; chapter "Noisy approximation".
    """
    total, M = total_variance(cov), sizes(sample_sizes)
    if isinstance(noise, (str, bytes)) or not (
        isinstance(noise, Sequence) or hasattr(noise, "tolist")
    ):
        raise TypeError(
            f"noise must be a sequence with one entry for each fit, got {noise!r} "
            f"({type(noise).__name__})"
        )
    if len(noise) != len(M):
        raise ValueError(
            f"noise must have one entry for each of the {len(M)} fits, got {len(noise)} entries"
        )
    extra = [amount(f"noise[{i}]", value) for i, value in enumerate(noise)]
    return total * expression(sum(1 / m for m in exact(M))) + sp.Add(*extra)


def bounded_noise_bound(cov: Any, M: int | sp.Expr, K: float | sp.Expr) -> sp.Expr:
    r"""The least that one fit adds to the mean part of the risk, for noise of at most K/M.

    $\mathrm{Tr}\,\Sigma/M - 2K\sqrt{\mathrm{Tr}\,\Sigma}\,M^{-3/2}$, in squared units of the
    data: $E|\mu_{i+1}-\mu|^2 - E|\mu_i-\mu|^2 - E|\varepsilon_{i+1}|^2$ is at least this for
    every $|\varepsilon_{i+1}| \le K/M$ with mean 0 given the model. So the term
    $E|\varepsilon|^2 \ge 0$, which is not known, is left out; and the paper's factor
    $\sqrt N$ in the last term, which is not needed. May be negative. cov as in `lower_bound`;
    M: at least 2; K: at least 0, in the units of the data. Raises ValueError or TypeError
    otherwise. Sharpens equation 24 of the paper; chapter "Noisy approximation".
    """
    total, M, K = total_variance(cov), count("M", M, 2), amount("K", K)
    return total / M - 2 * K * root(total) / M ** sp.Rational(3, 2)
