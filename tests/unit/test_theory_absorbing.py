"""The limit of an absorbing chain: exact cases, random chains, and chains that have none."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from modelcollapse.theory.discrete import (
    absorbing_limit,
    fixation_probabilities,
    transition_matrix,
)

half = sp.Rational(1, 2)
p = sp.Symbol("p", positive=True)


@pytest.mark.parametrize("M", range(2, 9))
def test_limit_of_the_wright_fisher_chain(M):
    limit = absorbing_limit(transition_matrix(M), range(1, M))
    assert list(limit[1:M, M]) == fixation_probabilities(M)
    assert limit[1:M, 1:M].is_zero_matrix
    assert all(sum(limit.row(i)) == 1 for i in range(M + 1))


def test_limit_with_symbols_is_the_gamblers_ruin():
    q = 1 - p
    T = sp.Matrix([[1, 0, 0, 0], [q, 0, p, 0], [0, q, 0, p], [0, 0, 0, 1]])
    limit = absorbing_limit(T, [1, 2])
    wins = [p**2 / (1 - p * q), p / (1 - p * q)]
    assert [sp.simplify(limit[i, 3] - win) for i, win in zip((1, 2), wins, strict=True)] == [0, 0]


@st.composite
def chains(draw):
    """An absorbing chain with small rationals, its states in any order."""
    transient, absorbing = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    count = transient + absorbing
    order = draw(st.permutations(range(count)))
    T = sp.eye(count)
    for i in range(transient):
        weights = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
        weights[-1] += 1  # a way out
        for j, weight in enumerate(weights):
            T[order[i], order[j]] = sp.Rational(weight, sum(weights))
    return T, order[:transient]


@given(chains())
@settings(deadline=None, max_examples=30)
def test_limit_is_what_the_powers_approach(chain):
    T, transient = chain
    limit = absorbing_limit(T, transient)
    assert T * limit == limit * T == limit * limit == limit
    assert np.allclose(
        np.linalg.matrix_power(np.array(T, dtype=float), 4000), np.array(limit, dtype=float)
    )


def test_nothing_transient():
    assert absorbing_limit(sp.eye(2), []) == sp.eye(2)


LEAKS = sp.Matrix([[half, half, 0], [half, half, 0], [0, 0, 1]])


@pytest.mark.parametrize(
    ("T", "transient", "error", "message"),
    [
        ([[1]], [], TypeError, "T must be a SymPy matrix"),
        (sp.ones(1, 2) / 2, [], ValueError, r"T must be square, got shape \(1, 2\)"),
        (sp.Matrix([[1.0]]), [], TypeError, "T must have exact entries"),
        (sp.eye(2) / 2, [0], ValueError, "rows of T must sum to 1, got 1/2 for row 0"),
        (sp.Matrix([[2, -1], [0, 1]]), [0], ValueError, r"no negative entry, got T\[0, 1\] = -1"),
        (LEAKS, [0], ValueError, "state 1 stays only with probability 1/2"),
        (LEAKS, [0, 1], ValueError, r"must reach an absorbing one.*\[0, 1\]"),
        (sp.eye(2), [0], ValueError, r"must reach an absorbing one.*\[0\]"),
        (sp.eye(2), [0, 0], ValueError, r"different states from 0 to 1, got \[0, 0\]"),
        (sp.eye(2), [2], ValueError, r"different states from 0 to 1, got \[2\]"),
        (sp.eye(2), [-1], ValueError, r"transient\[0\] must be at least 0, got -1"),
        (sp.eye(2), 1, TypeError, "transient must be a sequence of state indices, got 1"),
        (sp.eye(2), "01", TypeError, "transient must be a sequence of state indices, got '01'"),
    ],
)
def test_bad_input(T, transient, error, message):
    with pytest.raises(error, match=message):
        absorbing_limit(T, transient)
