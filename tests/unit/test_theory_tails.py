"""Tails: sums and half-lives against draws and chains."""

import numpy as np
import pytest
import sympy as sp
from scipy import special

from modelcollapse.theory import tails

BOUND = 5.6


def test_the_unseen_mass_of_drawn_data():
    rng, beta, T = np.random.default_rng(1), 2.0, 8
    p = np.arange(1, 10**5) ** -beta / special.zeta(beta)
    unseen = []
    for _ in range(4000):
        seen = np.unique(rng.zipf(beta, T))
        unseen.append(1 - p[seen[seen < 10**5] - 1].sum())
    error = np.std(unseen) / np.sqrt(len(unseen))
    assert abs(np.mean(unseen) - tails.unseen_mass(beta, T)) < BOUND * error
    e = 1 - 1 / beta
    first_order = special.zeta(beta) ** (-1 / beta) / beta * special.gamma(e) * T**-e
    assert abs(np.mean(unseen) - first_order) > BOUND * error


def test_the_mass_that_is_lost_after_some_fits():
    """States that are lost after n fits, of a chain over twenty thousand states."""
    rng, beta, T, n = np.random.default_rng(2), 1.8, 2000, 8
    p = np.arange(1, 20_001) ** -beta
    p /= p.sum()
    lost = []
    for _ in range(400):
        law = p
        for _ in range(n):
            law = rng.multinomial(T, law) / T
        lost.append(p[law == 0].sum())
    alive = tails.survival(n - 1)
    derived = np.sum(p * np.exp(T * np.log1p(-p * alive)))  # of the law that is cut
    error = np.std(lost) / np.sqrt(len(lost))
    assert abs(np.mean(lost) - derived) < BOUND * error + 0.002 * derived  # lines of descent
    assert abs(np.mean(lost) - np.sum(p * (1 - p) ** T)) > 10 * error


@pytest.mark.parametrize(("beta", "T", "n"), [(1.5, 1000, 1), (1.3, 10_000, 5), (2.5, 10**6, 1)])
def test_the_sum_itself(beta, T, n):
    """Two million states one by one, and the rest by its integral."""
    i, c, alive = np.arange(1.0, 2e6), 1 / special.zeta(beta), tails.survival(n - 1)
    p = c * i**-beta
    head = np.sum(p * np.exp(T * np.log1p(-p * alive)))
    last = c * 2e6**-beta
    rest = c * 2e6 ** (1 - beta) / (beta - 1) + last / 2
    rest -= T * alive * c**2 * (2e6 ** (1 - 2 * beta) / (2 * beta - 1) + 2e6 ** (-2 * beta) / 2)
    assert tails.unseen_mass(beta, T, n) == pytest.approx(head + rest, rel=1e-7)


def test_known_numbers():
    assert tails.unseen_mass(1.5, 1000) == pytest.approx(0.094135, abs=5e-7)
    ratio = tails.unseen_mass(1.5, 2000, 20) / tails.unseen_mass(1.5, 2000)
    assert ratio == pytest.approx(tails.survival(19) ** (-1 / 3), rel=1e-6)
    assert tails.unseen_mass(1.5, 0) == pytest.approx(1)
    m = 10**5
    assert 1 / tails.survival(m) - m / 2 - np.log(m) / 6 == pytest.approx(0.899124, abs=1e-5)


def test_half_lives():
    assert tails.half_life(5e-5, 10**6) == 142
    rng, T, q = np.random.default_rng(3), 40, 0.1
    counts, lost = rng.binomial(T, q, 40_000), []
    for _ in range(30):
        lost.append(np.mean(counts == 0))
        counts = rng.binomial(T, counts / T)
    fits = int(tails.half_life(q, T))
    error = BOUND * 0.5 / np.sqrt(40_000)
    assert lost[fits - 1] > 0.5 - error
    assert lost[fits - 2] < 0.5 + error
    assert lost[fits - 4] < 0.5 - error
    assert tails.half_life(0.6, 40) is sp.oo
    assert tails.half_life(0, 40) == 1


def test_half_lives_at_their_edges():
    """One point: lost at once with probability 1 - q, or never. Two: never quite by half."""
    assert [tails.half_life(q, 1) for q in (0.4, 0.5, 0.6, 1)] == [1, 1, sp.oo, sp.oo]
    assert tails.half_life(0.5, 2) is sp.oo


@pytest.mark.parametrize("q", [5e-4, 0.01, 0.1, 0.3, 0.45, 0.4999, 0.5 - 1e-12])
def test_half_lives_join_on_where_the_chain_ends(q):
    """The lines of descent alone would be too short, by 28 % at 0.3 and six times at 0.4999."""
    exact, limit = (float(tails.half_life(q, T)) for T in (1000, 1001))
    assert limit == pytest.approx(exact, rel=2e-3, abs=1)
    lines = 2000 * q / np.log(2)
    assert q < 0.1 or lines < 0.93 * exact


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: tails.unseen_mass(1, 10), ValueError, "beta must be a number greater than 1"),
        (lambda: tails.unseen_mass(1.5, -1), ValueError, "T must be at least 0"),
        (lambda: tails.unseen_mass(1.5, 10, 0), ValueError, "n must be at least 1"),
        (lambda: tails.half_life(1.5, 10), ValueError, "q must lie between 0 and 1"),
        (lambda: tails.half_life(0.1, 10**9), ValueError, "is beyond 10,000,000 fits"),
        (lambda: tails.half_life(0.1, 10**400), ValueError, "T must be at most"),
        (lambda: tails.survival(-1), ValueError, "m must be at least 0"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
