"""Genealogies: the recursions against trees that are drawn."""

import numpy as np
import pytest
import sympy as sp
from sympy.functions.combinatorial.numbers import stirling

from modelcollapse.theory import genealogy, pooling

BOUND = 5.6


def close(values, derived):
    """Whether the mean of some runs is what was derived."""
    values = np.asarray(values, dtype=float)
    return abs(values.mean() - float(derived)) < BOUND * values.std() / np.sqrt(values.size)


def test_the_common_ancestor_of_drawn_trees():
    rng, times = np.random.default_rng(1), []
    for _ in range(3000):
        lines, time = np.arange(8), 0
        while len(lines) > 1:
            lines, time = np.unique(rng.integers(0, 8, len(lines))), time + 1
        times.append(time)
    assert close(times, genealogy.common_ancestor_time(8))
    assert not close(times, 2 * 8)


def test_founders_and_kinship_of_drawn_trees():
    rng, M, gamma = np.random.default_rng(2), 12, 0.1
    counts, same = [], []
    for _ in range(4000):
        founder, new = np.arange(M), M
        for _ in range(60):  # by then (0.9 (1 - 1/12))^60 of a pair's past is left
            founder = founder[rng.integers(0, M, M)]
            real = rng.random(M) < gamma
            founder = np.where(real, new + np.arange(M), founder)
            new += M
        counts.append(len(np.unique(founder)))
        same.append(founder[0] == founder[1])
    assert close(counts, genealogy.founders(M, gamma))
    theta = M * gamma  # half of what it is for few real points
    assert not close(counts, sum(theta / (theta + i) for i in range(M)))
    assert close(same, genealogy.kinship(M, gamma))
    assert not close(same, 1 / (1 + theta))


@pytest.mark.parametrize("alpha", [0, 0.25])
def test_depth_in_a_drawn_pool(alpha):
    rng, depths = np.random.default_rng(3), []
    for _ in range(4000):
        depth = [0]
        for n in range(1, 13):
            depth.append(0 if rng.random() < alpha else 1 + depth[rng.integers(0, n)])
        depths.append(depth[-1])
    assert close(depths, genealogy.accumulation_depth(12, alpha))
    assert not close(depths, genealogy.accumulation_depth(6, alpha))


def test_the_law_of_the_depth():
    """Cycles of a random permutation: each point opens one, or stands behind an earlier one."""
    rng, depths = np.random.default_rng(4), []
    for _ in range(6000):
        depth = [0]
        for n in range(1, 11):
            depth.append(1 + depth[rng.integers(0, n)])
        depths.append(depth[-1])
    law = genealogy.depth_law(10)
    assert law == [
        abs(stirling(10, k, kind=1, signed=True)) / sp.factorial(10) for k in range(11)
    ]  # fmt: skip
    mean = float(sp.harmonic(10))
    for k in (1, 2, 3, 4):
        is_k = np.array(depths) == k
        assert close(is_k, law[k])
        assert not close(is_k, mean**k * np.exp(-mean) / sp.factorial(k))  # Poisson's
    for n, alpha in [(7, 0), (7, sp.Rational(1, 3)), (0, 0), (4, 1)]:
        law = genealogy.depth_law(n, alpha)
        assert sum(law) == 1
        mean = sum(k * p for k, p in enumerate(law))
        assert mean == genealogy.accumulation_depth(n, alpha)
    geometric = [0.3 * 0.7**k for k in range(12)]
    late = [float(p) for p in genealogy.depth_law(3000, 0.3)[:12]]
    assert late == pytest.approx(geometric, abs=0.01)


def test_shares_of_founders_in_a_drawn_pool():
    rng, M, batches, squares = np.random.default_rng(5), 6, 12, []
    for _ in range(4000):
        pool = np.arange(M)
        for _ in range(batches - 1):
            pool = np.append(pool, rng.choice(pool, M))
        squares.append(np.sum((np.bincount(pool) / pool.size) ** 2))
    assert close(squares, genealogy.pool_kinship(M, batches))
    assert not close(squares, np.pi**2 / 6 / M)  # many points, many batches
    assert not close(squares, genealogy.pool_kinship(M, 3))


def test_kinship_of_a_pool_is_the_variance_of_a_fitted_mean():
    path = pooling.accumulate_path(7, 5, ddof=0)
    for n in range(1, 6):
        assert genealogy.pool_kinship(7, n) == path[n].mean_variance
    assert genealogy.pool_kinship(7, 4) != pooling.accumulate_path(7, 4, ddof=1)[4].mean_variance
    M, n = sp.symbols("M n", positive=True)
    formula = genealogy.pool_kinship(M, n).subs({M: 7, n: 5})
    assert float(formula) == pytest.approx(float(genealogy.pool_kinship(7, 5)))
    assert float(genealogy.pool_kinship(7, 10**12)) == pytest.approx(
        1 - np.sin(np.pi / np.sqrt(7)) / (np.pi / np.sqrt(7))
    )
    long = [float(genealogy.pool_kinship(7, n)) for n in (10_000, 10_001)]
    assert 0 < long[1] - long[0] < 1e-8
    assert genealogy.pool_kinship(1, 3) == 1


def test_exact_cases():
    assert genealogy.common_ancestor_time(1) == 0
    assert genealogy.common_ancestor_time(2) == 2
    assert float(genealogy.common_ancestor_time(20)) == pytest.approx(37.2721, abs=1e-4)
    assert float(genealogy.common_ancestor_time(100)) == pytest.approx(196.7417, abs=1e-4)
    assert genealogy.founders(7, 1) == 7
    assert genealogy.founders(1, 0.2) == 1
    assert float(genealogy.founders(50, 0.02)) == pytest.approx(7.323, abs=1e-3)
    M, g = sp.symbols("M gamma", positive=True)
    alike = 1 / (1 / M + (1 - 1 / M) * genealogy.kinship(M, g))
    assert sp.simplify(alike - genealogy.worth(M, g)) == 0
    assert genealogy.accumulation_depth(4) == sp.harmonic(4)
    assert genealogy.accumulation_depth(9, 1) == 0
    assert genealogy.accumulation_depth(5, g).subs(
        g, sp.Rational(1, 3)
    ) == genealogy.accumulation_depth(5, sp.Rational(1, 3))


@pytest.mark.parametrize("theta", [1, 2, 4])
def test_ewens_formula_misses_a_tenth_of_theta(theta):
    """Where the whole data set is the sample: the constant is what the first generations add."""
    off = {
        M: float(genealogy.founders(M, theta / (2 * M)))
        - sum(theta / (theta + i) for i in range(M))
        for M in (500, 20_000)
    }
    # many lines in many boxes, against the same without crowding
    crowded, lines = 0.0, 1.0
    for _ in range(10**5):
        crowded, lines = crowded + lines, -np.expm1(-lines)
    derived = theta * (crowded - 2 * np.log(1 / lines)) / 2
    assert derived == pytest.approx(theta / 10, rel=0.01)
    assert off[20_000] == pytest.approx(derived, rel=0.02)
    assert off[500] > 1.03 * derived  # not yet, and it does not vanish


def test_fractions_and_floats_agree():
    for call in (genealogy.common_ancestor_time, lambda M: genealogy.founders(M, 0.05)):
        steps = np.diff([float(call(M)) for M in (59, 60, 61, 62)])
        assert np.ptp(steps) < 1e-2 * steps.mean()
    assert float(genealogy.founders(40, sp.sqrt(2) / 70)) == pytest.approx(
        float(genealogy.founders(40, float(sp.sqrt(2) / 70)))
    )
    long = [float(genealogy.accumulation_depth(n, 0.3)) for n in (10_000, 10_001)]
    assert 0 < long[1] - long[0] < 1e-4


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: genealogy.common_ancestor_time(0), ValueError, "M must be at least 1"),
        (lambda: genealogy.common_ancestor_time(10**6), ValueError, "M must be at most 20000"),
        (lambda: genealogy.common_ancestor_time(sp.Symbol("M")), TypeError, "M must be a number"),
        (lambda: genealogy.founders(5, 0), ValueError, "gamma must be a number greater than 0"),
        (lambda: genealogy.worth(5, 2), ValueError, "gamma must lie between 0 and 1"),
        (lambda: genealogy.accumulation_depth(-1), ValueError, "n must be at least 0"),
        (lambda: genealogy.depth_law(5, sp.Symbol("a")), TypeError, "alpha must be a number"),
        (lambda: genealogy.pool_kinship(5, 0), ValueError, "n must be at least 1"),
        (lambda: genealogy.pool_kinship(sp.Symbol("M"), 10**9), ValueError, "n must be at most"),
        (
            lambda: genealogy.accumulation_depth(10**9, sp.Symbol("a")),
            ValueError,
            "n must be at most",
        ),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
