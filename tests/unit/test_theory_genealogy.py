"""Genealogies: the recursions against trees that are drawn."""

import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import genealogy

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
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
