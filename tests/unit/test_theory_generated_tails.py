"""Tails of generated data: sums against the process itself, constants against the sums."""

import numpy as np
import pytest
import sympy as sp
from scipy import special

from modelcollapse.theory import discrete, tails

BOUND = 5.6


def missing(rng, beta, T, n, k, theta, gamma):
    """The mass that the n-th data set lacks; real points are drawn from the endless law."""
    law = np.arange(1, (k or 1) + 1) ** -(beta / theta)
    written = rng.choice(k, T, p=law / law.sum()) + 1 if k else rng.zipf(beta / theta, T)
    data = np.where(rng.random(T) < gamma, rng.zipf(beta, T), written)
    for _ in range(n - 1):
        data = np.where(rng.random(T) < gamma, rng.zipf(beta, T), data[rng.integers(T, size=T)])
    return 1 - np.sum(np.unique(data) ** -float(beta)) / special.zeta(beta)


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        ((1.5, 1000, 1, 20, 1, 0), (1.5, 1000, 1)),  # the cut forgotten
        ((1.5, 1000, 1, 20, 1, 0.02), (1.5, 1000, 1, 20)),  # the real points forgotten
        ((2.5, 300, 1, None, 1.5, 0), (2.5, 300, 1)),  # the temperature forgotten
        ((1.8, 1000, 8, 50, 0.8, 0.1), (1.8, 1000, 8, 50, 0.8)),
        ((1.6, 1000, 20, None, 1, 0.05), (1.6, 1000, 20)),
        ((1.6, 2000, 20, None, 1, 0), (1.6, 2000, 1)),  # as if nothing were lost on the way
    ],
)
def test_the_process_itself(case, wrong):
    rng = np.random.default_rng(1)
    found = [missing(rng, *case) for _ in range(400)]
    error, derived = np.std(found) / 20, tails.generated_mass(*case)
    slack = 0 if case[2] == 1 else 0.002 * derived  # lines of descent are for rare states
    assert abs(np.mean(found) - derived) < BOUND * error + slack
    assert abs(np.mean(found) - tails.generated_mass(*wrong)) > 2 * BOUND * error + slack


def test_the_error_is_not_linear_in_the_generations():
    """Nor is the exponent that of n = 1 against n: it is 1 - 1/beta, against T and against n."""
    rng, case = np.random.default_rng(2), (1.5, 2000, 20, None, 1, 0)
    ratios = np.array([missing(rng, *case) for _ in range(300)]) / tails.unseen_mass(1.5, 2000)
    error = np.std(ratios) / np.sqrt(300)
    assert abs(ratios.mean() - tails.survival(19) ** (-1 / 3)) < BOUND * error + 0.005
    assert abs(ratios.mean() - 20) > 1000 * error


@pytest.mark.parametrize(
    "case",
    [
        (2, 10**4, 1, 100, 1, 0.01),
        (2, 10**5, 10, 5000, 1.3, 0.1),
        (2, 10**4, 1, 50_000, 0.7, 0),
        (3, 1000, 4, 10, 3, 0.5),
    ],
)
def test_the_sum_state_by_state(case):
    beta, T, n, k, theta, gamma = case
    i, lives = np.arange(1.0, 2e6), [1.0]
    while len(lives) < n:
        lives.append(-np.expm1(-(1 - gamma) * lives[-1]))
    p, g = i**-beta / special.zeta(beta), np.where(i <= k, i ** (-beta / theta), 0)
    left = (1 - (gamma * p + (1 - gamma) * g / g.sum()) * lives[-1]) ** T
    left *= np.prod([(1 - gamma * p * alive) ** T for alive in lives[:-1]], axis=0)
    assert tails.generated_mass(*case) == pytest.approx(p @ left + p[-1] * 2e6 / (beta - 1), 1e-6)


def test_no_cut_no_heat_no_real_points_is_the_old_sum():
    for beta, T, n in [(1.05, 10**12, 1), (1.5, 1000, 5), (3, 20, 50)]:
        assert tails.generated_mass(beta, T, n) == pytest.approx(tails.unseen_mass(beta, T, n))
    only_real = tails.generated_mass(1.5, 1000, n=7, k=5, theta=2, gamma=1)
    assert only_real == pytest.approx(tails.unseen_mass(1.5, 1000))
    assert tails.generated_mass(2, 0, k=1) == pytest.approx(1)
    one = 1 - 1 / special.zeta(1.5)  # a state that is always drawn, and no warning of it
    assert tails.generated_mass(1.5, 10, k=1) == pytest.approx(one)


@pytest.mark.parametrize(("beta", "theta"), [(1.5, 1), (2, 1), (1.5, 0.7), (1.5, 1.3), (3, 2)])
def test_constant_and_exponent(beta, theta):
    e, near = float(tails.exponent(beta, theta)), float(tails.constant(beta, theta))
    ratios = []
    for T in (10**9, 10**10):
        ratios.append(tails.generated_mass(beta, T, theta=theta) / (near * float(T) ** -e))
    assert abs(ratios[1] - 1) < 2e-3
    assert abs(np.log10(ratios[1] / ratios[0])) < 1e-3  # the slope
    assert abs(ratios[1] * beta - 1) > 0.1  # without the factor 1 / beta
    if theta != 1:
        wrong = float(tails.exponent(beta)) - e  # as if the temperature left the exponent alone
        assert abs(wrong) > 0.05


def test_symbols():
    beta, n = sp.symbols("beta n", positive=True)
    assert sp.simplify(tails.exponent(beta, sp.Rational(1, 2), n) - (1 - 1 / beta) / 2**n) == 0
    assert tails.constant(beta).subs(beta, 2.0).evalf() == pytest.approx(
        float(np.sqrt(6 / np.pi) / 2), abs=1e-12
    )


def test_the_floor_and_the_plateau():
    k, beta, gamma = 1000, 1.5, 1e-4
    near = k ** (1 - beta) / (beta - 1) / special.zeta(beta)
    assert tails.floor(beta, k) == pytest.approx(near, rel=1e-3)
    assert tails.floor(beta, 0) == pytest.approx(1)
    on = [tails.generated_mass(beta, T, k=k, gamma=gamma) for T in (10**6, 10**7)]
    assert tails.floor(beta, k) * 0.9 < on[1] < on[0] < tails.floor(beta, k) * 1.1
    beyond = tails.generated_mass(beta, 10**12, k=k, gamma=gamma)
    assert beyond == pytest.approx(tails.unseen_mass(beta, 10**8), rel=1e-6)


def test_the_tokens_of_a_vocabulary():
    """A vocabulary of 50,257 tokens by Zipf's law."""
    p = 1 / np.arange(1, 50_258)
    p /= p.sum()
    left = [round(discrete.survivors_branching(p, 10**6, n)) for n in (1, 10, 100)]
    assert left == [47_618, 26_708, 6_544]
    rng, found = np.random.default_rng(3), []
    for _ in range(30):
        law = p
        for _ in range(10):
            law = rng.multinomial(10**6, law) / 10**6
        found.append(np.count_nonzero(law))
    error = np.std(found) / np.sqrt(30)
    assert abs(np.mean(found) - left[1]) < BOUND * error
    assert abs(np.mean(found) - np.sum(1 - np.exp(-(10**6) * p * 2 / 10))) > 10 * error


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: tails.generated_mass(1.5, 10, theta=1.5), ValueError, "theta must be less than"),
        (lambda: tails.generated_mass(1.5, 10, k=0), ValueError, "k must be at least 1"),
        (lambda: tails.generated_mass(1.5, 10, gamma=2), ValueError, "gamma must lie between"),
        (lambda: tails.generated_mass(sp.Symbol("b"), 10), TypeError, "beta must be a number"),
        (lambda: tails.exponent(1.5, 1.3, 2), ValueError, "must be less than beta"),
        (lambda: tails.exponent(1.5, 0.5, 10**9), ValueError, "n must be at most 100000"),
        (lambda: tails.constant(1), ValueError, "beta must be a number greater than 1"),
        (lambda: tails.floor(1.5, 10**13), ValueError, "k must be at most"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()
