"""Imperfect verifiers against points that are drawn, labelled and kept here; what must fail.

Means are held with a probability of 2e-8 to reject a true one (`tests.chance`).
"""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import modelcollapse as mc
from modelcollapse.theory import verifier
from tests.chance import has_mean

probabilities = st.fractions("1/100", 1, max_denominator=1000)


def labelled(theta, phi, psi, seed, size=4_000_000):
    """Points of a plane times the labels of a classifier at an angle; those that are kept."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((size, 2))
    y = np.sign(x @ [np.cos(theta), np.sin(theta)])
    right = y == np.sign(x[:, 0])
    return (x * y[:, None])[rng.random(size) < np.where(right, phi, psi)]


@given(probabilities, probabilities, probabilities)
def test_odds_and_the_breakdown_point(p, phi, psi):
    after = verifier.wrong_share(p, phi, psi)
    ratio = sp.Rational(psi) / sp.Rational(phi)
    assert after / (1 - after) == ratio * p / (1 - p) if p < 1 else after == 1
    edge = verifier.breakdown(phi, psi)
    assert verifier.wrong_share(edge, phi, psi) == sp.Rational(1, 2)
    assert (p < edge) == (after < sp.Rational(1, 2))


@pytest.mark.parametrize("p", [0.6, 0.7, 0.8])
def test_the_accuracy_of_an_average(p):
    """Drawn by the sufficient parts of the average: along the truth, and across."""
    rng = np.random.default_rng(3)
    phi, psi, d, drawn, runs = 0.9, 0.3, 400, 12_000, 4000
    along, found = rng.binomial(drawn, p * psi + (1 - p) * phi, runs), []
    left = float(verifier.wrong_share(p, phi, psi))
    for M in along:
        flip = np.where(rng.random(M) < left, -1, 1)
        mean = (flip * abs(rng.standard_normal(M))).mean()
        across = np.sqrt(rng.chisquare(d - 1) / M)
        found.append(1 - np.arctan2(across, mean) / np.pi)
    M = round(drawn * (p * psi + (1 - p) * phi))
    assert has_mean(found, float(verifier.accuracy(left, M, d)))
    assert not has_mean(found, float(verifier.accuracy(p, M, d)))  # without a verifier


def test_least_squares_is_less_noisy_than_the_average():
    """What is noise across: all labels for the average; for least squares, what is left of them."""
    rng, p, M, d = np.random.default_rng(4), 0.1, 2000, 20
    average, squares = [], []
    for _ in range(200):
        x = rng.standard_normal((M, d))
        labels = np.sign(x[:, 0]) * np.where(rng.random(M) < p, -1, 1)
        total = x.T @ labels
        average.extend((total[1:] / M) ** 2 * M)
        squares.extend(np.linalg.solve(x.T @ x, total)[1:] ** 2 * (M - d - 1))
    left = 1 - 2 / np.pi * (1 - 2 * p) ** 2
    assert has_mean(average, 1)
    assert not has_mean(average, left)
    assert has_mean(squares, left)
    assert not has_mean(squares, 1)


@pytest.mark.parametrize("theta", [0.4, 2.0, 2.9])
def test_a_tilted_classifier(theta):
    phi, psi = 0.8, 0.4
    for seed, squares in enumerate((False, True)):
        kept = labelled(theta, phi, psi, seed)
        if squares:
            kept = kept @ np.linalg.inv(kept.T @ kept / len(kept))
        for value in (squares, not squares):
            angle = float(verifier.tilt(theta, phi, psi, squares=value))
            across = kept @ [-np.sin(angle), np.cos(angle)]  # nothing across where it points
            assert has_mean(across, 0) == (value == squares)
    assert not has_mean(labelled(theta, phi, phi, 5) @ [-np.sin(angle), np.cos(angle)], 0)


@given(st.floats(0.01, 3.13), probabilities, probabilities)
def test_better_where_right_items_are_kept_more_often(theta, phi, psi):
    for squares in (False, True):
        after = float(verifier.tilt(theta, phi, psi, squares=squares))
        if phi == psi:
            assert after == pytest.approx(theta)
        else:
            assert (after < theta) == (psi < phi)


def test_near_the_truth():
    phi, psi = sp.symbols("phi psi", positive=True)
    theta = sp.Symbol("theta", nonnegative=True)
    for squares in (False, True):
        slope = sp.diff(verifier.tilt(theta, phi, psi, squares=squares), theta).subs(theta, 0)
        assert sp.simplify(slope - (1 + psi / phi) / 2) == 0


@pytest.mark.parametrize("z", [0.01, 0.5, 1.2, 6])
def test_the_interval_is_a_truncated_law(z):
    for x in (0, 0.3, 2, 12):
        inside = stats.truncnorm(-z - x, z - x, loc=x)
        assert float(verifier.interval_step(x, z)) == pytest.approx(inside.mean(), abs=1e-9)
    assert float(verifier.interval_rate(z)) == pytest.approx(stats.truncnorm(-z, z).var())
    x = sp.Symbol("x", nonnegative=True)
    slope = sp.diff(verifier.interval_step(x, sp.Rational(str(z))), x).subs(x, 0)
    assert float(slope) == pytest.approx(float(verifier.interval_rate(z)))


class Known(mc.Gaussian):
    """A Gaussian of width 1 that is known: only its mean is fitted."""

    data = mc.Points

    def pointwise(self):
        """It draws points anyway."""
        return self

    def sample(self, size, *, rng, source=None):
        """Points about the mean."""
        return mc.Points(self.mu[:, None] + rng.standard_normal((len(self.mu), size)))

    def fit(self, data, *, rng=None):
        """The mean of each replicate."""
        return replace(self, mu=data.values.mean(axis=1))


def test_a_run_with_a_filter():
    M, z, runs = 50, 1.2, 20_000
    trace = mc.run(
        Known(), sample_size=M, generations=8, regime=mc.Filter(lambda x: abs(x) < z),
        replicates=runs, rng=2,
    )  # fmt: skip
    squares = trace.mu[-1].values ** 2
    assert has_mean(squares, float(verifier.stationary_variance(z, M)))
    assert not has_mean(squares, float(verifier.interval_rate(z)) / M)  # one round's noise alone


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: verifier.breakdown(0, 0), "phi and psi must leave something to keep, got 0 and 0"),
        (lambda: verifier.wrong_share(1, 0.5, 0), "phi and psi must leave something to keep"),
        (lambda: verifier.breakdown(1.5, 0), "phi must lie between 0 and 1, got 1.5"),
        (lambda: verifier.tilt(4, 1, 1), "theta must be less than pi, got 4"),
        (lambda: verifier.tilt(1, 0, 1), "phi must be greater than 0, got 0"),
        (lambda: verifier.accuracy(0.5, 0, 5), "M must be at least 1, got 0"),
        (lambda: verifier.accuracy(0.5, 5, 1), "d must be at least 2, got 1"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
