"""Closed forms of the Wright-Fisher chain: exact cases, and chains of binomial draws."""

from itertools import pairwise

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from modelcollapse.theory import discrete
from modelcollapse.theory.discrete import (
    absorption_times,
    eigenvalues,
    fixation_probabilities,
    heterozygosity,
    survivors,
    survivors_branching,
    transition_matrix,
)
from tests.chance import has_mean

SIZES = range(2, 9)
CHAINS = 100_000


def chains(M, start, generations, seed, count=CHAINS):
    """Counts of one state, (generations + 1, count), by plain binomial draws."""
    rng = np.random.default_rng(seed)
    paths = [np.full(count, start)]
    for _ in range(generations):
        paths.append(rng.binomial(M, paths[-1] / M))
    return np.array(paths)


def blocks(M):
    """Q, and the chances of losing and of winning in one step, from the binomial law itself."""
    law = [[sp.binomial(M, j) * sp.Rational(i, M) ** j * sp.Rational(M - i, M) ** (M - j)
            for j in range(M + 1)] for i in range(1, M)]  # fmt: skip
    inner = sp.Matrix(law)
    return inner[:, 1:M], inner[:, 0], inner[:, M]


@pytest.mark.parametrize("M", SIZES)
def test_fundamental_matrix_gives_times_and_fixation(M):
    Q, _, won = blocks(M)
    fundamental = (sp.eye(M - 1) - Q).inv()
    assert list(fundamental * sp.ones(M - 1, 1)) == absorption_times(M)
    assert list(fundamental * won) == fixation_probabilities(M)


@pytest.mark.parametrize("M", SIZES)
def test_matrix_is_stochastic_and_has_the_eigenvalues(M):
    P = transition_matrix(M)
    assert P.shape == (M + 1, M + 1)
    assert all(sum(P.row(i)) == 1 for i in range(M + 1))
    assert P[1:M, 1:M] == blocks(M)[0]
    x = sp.Symbol("x")
    from_roots = sp.prod(x - value for value in eigenvalues(M))
    assert sp.expand(P.charpoly(x).as_expr() - from_roots) == 0


@pytest.mark.parametrize(("M", "start"), [(M, M // 2) for M in SIZES] + [(8, 1), (8, 7)])
def test_times_and_fixation_against_chains(M, start):
    paths = chains(M, start, 60 * M, seed=30 + M)
    moving = (paths > 0) & (paths < M)
    assert not moving[-1].any()
    steps = moving.sum(axis=0)
    assert has_mean(steps, float(absorption_times(M)[start - 1]))
    assert has_mean(paths[-1] == M, float(fixation_probabilities(M)[start - 1]))
    assert not has_mean(steps, float(absorption_times(M + 1)[start - 1]))


@pytest.mark.parametrize("M", [20, 60])
def test_times_solve_their_equation(M):
    t = [0, *absorption_times(M), 0]
    P = transition_matrix(M)
    for i in range(1, M):
        assert t[i] == 1 + sum(P[i, j] * t[j] for j in range(M + 1))


@given(st.integers(2, 40))
@settings(deadline=None, max_examples=20)
def test_shape_of_eigenvalues_and_times(M):
    values, times = eigenvalues(M), absorption_times(M)
    assert values[:3] == [1, 1, 1 - sp.Rational(1, M)]
    assert all(a > b > 0 for a, b in pairwise(values[1:]))
    assert times == times[::-1]
    assert all(a < b for a, b in pairwise(times[: M // 2]))
    assert fixation_probabilities(M) == [sp.Rational(i, M) for i in range(1, M)]


def test_one_point_is_at_its_end_at_once():
    assert transition_matrix(1) == sp.eye(2)
    assert eigenvalues(1) == [1, 1]
    assert absorption_times(1) == fixation_probabilities(1) == []


def test_heterozygosity_of_symbols_and_against_chains():
    a, b, h = sp.symbols("a b h", positive=True)
    assert sp.simplify(heterozygosity(h, [a, b]) - h * (1 - 1 / a) * (1 - 1 / b)) == 0
    assert heterozygosity(sp.Rational(1, 2), [2, 4]) == sp.Rational(3, 16)
    assert heterozygosity(0.5, []) == sp.Rational(1, 2)
    share = chains(20, 5, 12, seed=40)[-1] / 20
    diversity = 2 * share * (1 - share)
    expected = float(heterozygosity(sp.Rational(3, 8), [20] * 12))
    assert has_mean(diversity, expected)
    assert not has_mean(diversity, float(heterozygosity(sp.Rational(3, 8), [20] * 11)))


@given(st.lists(st.integers(1, 10**7), max_size=30), st.fractions(0, 1))
@settings(deadline=None)
def test_heterozygosity_only_falls(sizes, h0):
    start = sp.Rational(h0.numerator, h0.denominator)
    values = [heterozygosity(start, sizes[:i]) for i in range(len(sizes) + 1)]
    assert values[0] == start
    assert all(b <= a for a, b in pairwise(values))


@given(st.integers(1, 7), st.integers(1, 6), st.lists(st.integers(0, 9), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_survivors_against_exact_rationals(M, n, weights):
    shares = [sp.Rational(w, max(sum(weights), 1)) for w in weights]
    lost = transition_matrix(M) ** (n - 1)
    exact = sum(
        1 - sum(
            sp.binomial(M, j) * q**j * (1 - q) ** (M - j) * lost[j, 0] for j in range(M + 1)
        )
        for q in shares
    )  # fmt: skip
    assert survivors([float(q) for q in shares], M, n) == pytest.approx(float(exact), abs=1e-12)


@pytest.mark.parametrize("generations", [1, 5, 20, 60])
def test_survivors_against_draws(generations):
    law = np.array([0.4, 0.3, 0.2, 0.07, 0.03])
    rng = np.random.default_rng(50 + generations)
    counts = rng.multinomial(20, law, size=CHAINS)
    for _ in range(generations - 1):
        counts = rng.multinomial(20, counts / 20)
    left = (counts > 0).sum(axis=1)
    assert has_mean(left, survivors(law, 20, generations))
    assert not has_mean(left, survivors_branching(law, 20, generations))


def test_survivors_of_a_large_law():
    law = 1 / np.arange(1, 1001) / np.sum(1 / np.arange(1, 1001))
    values = [survivors(law, 1000, n) for n in (0, 1, 5, 50)]
    assert values[0] == 1000
    assert values[1] == pytest.approx(np.sum(1 - (1 - law) ** 1000), rel=1e-11)
    assert all(a > b for a, b in pairwise(values))
    assert survivors(law, 100, 10**5) == pytest.approx(1, abs=1e-9)


@given(st.integers(50, 400), st.integers(1, 30), st.floats(0, 2))
@settings(deadline=None, max_examples=30)
def test_branching_is_near_for_rare_states(M, n, expected_count):
    q = expected_count / M
    assert abs(survivors([q], M, n) - survivors_branching([q], M, n)) < 1.2 / M


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(1, 200), st.integers(0, 60))
@settings(deadline=None, max_examples=60)
def test_survivors_lie_between_none_and_all(weights, M, n):
    law = np.array(weights) / max(sum(weights), 1)
    for count in (survivors(law, M, n), survivors_branching(law, M, n)):
        assert -1e-9 <= count <= np.count_nonzero(law) + 1e-9
    assert survivors(law, M, n + 1) <= survivors(law, M, n) + 1e-9
    assert survivors(np.append(law, 0), M, n) == pytest.approx(survivors(law, M, n))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: transition_matrix(0), ValueError, "M must be at least 1, got 0"),
        (lambda: eigenvalues(2.5), TypeError, "M must be an integer, got 2.5"),
        (lambda: absorption_times("4"), TypeError, "M must be an integer, got '4'"),
        (lambda: fixation_probabilities(True), TypeError, "M must be an integer, got True"),
        (lambda: heterozygosity(1.5, [2]), ValueError, "h0 must lie between 0 and 1, got 1.5"),
        (lambda: heterozygosity(0.5, [0]), ValueError, r"sample_sizes\[0\] must be at least 1"),
        (lambda: heterozygosity(0.5, 10), TypeError, "sample_sizes must be a sequence"),
        (lambda: survivors([0.5, 0.7], 10, 1), ValueError, "p must sum to 1 at most, got 1.2"),
        (lambda: survivors([[0.5]], 10, 1), ValueError, r"p must be a list.*shape \(1, 1\)"),
        (lambda: survivors([-0.1], 10, 1), ValueError, "p must be finite and at least 0"),
        (lambda: survivors("p", 10, 1), TypeError, "p must be a number or an array"),
        (lambda: survivors([0.5], 10, -1), ValueError, "n must be at least 0, got -1"),
        (lambda: survivors_branching([0.5], 0, 1), ValueError, "M must be at least 1, got 0"),
        (lambda: survivors_branching([np.nan], 9, 1), ValueError, "p must be finite"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_module_says_what_is_public():
    assert all(callable(getattr(discrete, name)) for name in discrete.__all__)
