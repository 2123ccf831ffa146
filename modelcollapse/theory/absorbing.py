r"""Absorbing Markov chains: where a chain ends, as an exact matrix.

Rows are the states one comes from, so T_ij = P(i -> j) and rows sum to 1. Chapters "Discrete
distributions" and "Absorbing Markov chains".
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from ..validation import integer, kind, told
from .arguments import entries, number


def absorbing_limit(T: sp.Matrix, transient: Sequence[int]) -> sp.Matrix:
    r"""The limit of $T^k$ as k grows, for a chain whose other states are absorbing.

    With the transient states first, $T = \begin{pmatrix}Q & R\\ 0 & I\end{pmatrix}$ and
    $\lim T^k = \begin{pmatrix}0 & (I-Q)^{-1}R\\ 0 & I\end{pmatrix}$; the order of the states
    is kept as it comes. The display after equation 17 of the paper, which has columns for
    rows; chapter "Absorbing Markov chains".

    Parameters
    ----------
    T
        Square SymPy matrix (states, states), row-stochastic, with exact entries, numbers or
        symbols.
    transient
        Indices of the transient states.

    Raises
    ------
    ValueError
        Where T is not square or not row-stochastic, where a state that is not named as
        transient is not absorbing, or where a transient state reaches no absorbing one, so
        that there is no such limit.
    TypeError
        For floats, and what is no real number.

    Examples
    --------
    >>> half = sp.Rational(1, 2)
    >>> absorbing_limit(sp.Matrix([[1, 0, 0], [half, 0, half], [0, 0, 1]]), [1]).row(1)
    Matrix([[1/2, 0, 1/2]])
    """
    T = stochastic(T)
    inner = states(transient, T.rows)
    outer = [state for state in range(T.rows) if state not in inner]
    for state in outer:
        if sp.simplify(T[state, state] - 1) != 0:
            raise ValueError(
                f"every state outside transient must be absorbing, but state {state} stays "
                f"only with probability {told(T[state, state])}"
            )
    trapped = set(inner) - reaching(T, outer)
    if trapped:
        raise ValueError(
            "every transient state must reach an absorbing one, or the powers of T need not "
            f"converge; these do not: {told(sorted(trapped))}"
        )
    limit = sp.eye(T.rows)
    if inner:
        Q, R = T.extract(inner, inner), T.extract(inner, outer)
        ends = solve(sp.eye(len(inner)) - Q, R)
        for row, state in enumerate(inner):
            limit[state, state] = 0
            for column, end in enumerate(outer):
                limit[state, end] = ends[row, column]
    return limit


def stochastic(T: object) -> sp.Matrix:
    """T as a SymPy matrix, or an error unless it is square, exact and row-stochastic."""
    if not isinstance(T, sp.MatrixBase):
        raise TypeError(f"T must be a SymPy matrix, got {kind(T)}")
    if T.rows != T.cols:
        raise ValueError(f"T must be square, got shape {T.shape}")
    if T.has(sp.Float):
        raise TypeError("T must have exact entries, rationals or symbols: it has floats")
    for i in range(T.rows):
        for j in range(T.cols):
            if number(f"T[{i}, {j}]", T[i, j]).is_negative:
                raise ValueError(
                    f"T must have no negative entry, got T[{i}, {j}] = {told(T[i, j])}"
                )
        if (total := sp.simplify(sp.Add(*T.row(i)))) != 1:
            raise ValueError(f"the rows of T must sum to 1, got {told(total)} for row {i}")
    return sp.Matrix(T)


def states(transient: object, count: int) -> list[int]:
    """The indices of the transient states, or an error unless they are distinct and in range."""
    if not isinstance(transient, (range, set, frozenset)):
        transient = entries("transient", transient, "of state indices")
    indices = [integer(f"transient[{i}]", state, 0) for i, state in enumerate(transient)]
    if len(set(indices)) < len(indices) or max(indices, default=-1) >= count:
        raise ValueError(
            f"transient must name different states from 0 to {count - 1}, got {told(indices)}"
        )
    return indices


def reaching(T: sp.Matrix, targets: Sequence[int]) -> set[int]:
    """The states from which a target can be reached; a symbol counts as positive."""
    found = set(targets)
    while True:
        more = {
            i
            for i in range(T.rows)
            if i not in found and any(T[i, j].is_zero is not True for j in found)
        }
        if not more:
            return found
        found |= more


def solve(A: sp.Matrix, B: sp.Matrix) -> sp.Matrix:
    """The solution X of A X = B, over the smallest field that holds the entries."""
    DomainMatrix = sp.polys.matrices.DomainMatrix
    a, b = DomainMatrix.from_Matrix(A).unify(DomainMatrix.from_Matrix(B))
    return a.to_field().lu_solve(b.to_field()).to_Matrix()
