"""What the proof exercises on mixtures and autoencoders say, tried on numbers."""

from itertools import product

import numpy as np
import sympy as sp
from scipy import integrate, stats
from scipy.special import digamma

from tests.unit.proofs.tried import Tried, near, statement


@statement("ex-gmm-entropy")
def entropy() -> Tried:
    x = np.linspace(-40, 40, 40_001)

    def differs(weight: float, place: float, width: float) -> float:
        """The bound less the entropy of a mixture on the line."""
        first, second = stats.norm.pdf(x), stats.norm.pdf(x, place, width)
        p = weight * first + (1 - weight) * second
        found = integrate.simpson(-p * np.log(np.maximum(p, 1e-300)), x=x)
        mean = (1 - weight) * place
        spread = weight + (1 - weight) * (width**2 + place**2) - mean**2
        return float(0.5 * np.log(2 * np.pi * np.e * spread) - found)

    grid = [differs(*each) for each in product([0.1, 0.5, 0.9], [0, 1, 8], [0.3, 2])]
    M, n = 20, 50  # one component: log det moves by the mean of the logarithm of a chi-square
    drift = sum(digamma((M - j) / 2) - np.log(M / 2) for j in (1, 2))
    below = n / 2 * drift < n * np.log1p(-1 / M)
    return Tried(
        [gap > 0 for gap in grid] + [bool(below), near(differs(0.5, 0, 1), 0, 1e-6)],
        [bool(n / 2 * drift < 3 * n * np.log1p(-1 / M)), differs(0.5, 8, 1) - np.log(2) > 0.8],
    )


@statement("ex-gmm-narrow")
def narrow() -> Tried:
    s, x = sp.symbols("s x", positive=True)
    t = sp.sqrt(5) * s
    parabola = sp.Rational(3, 4) * (t**2 - x**2) / t**3
    moments = [2 * sp.integrate(parabola * x**k, (x, 0, t)) for k in (0, 2)]
    bound = 3 / (5 * sp.sqrt(5) * s)
    square = sp.simplify(2 * sp.integrate(parabola**2, (x, 0, t)))
    rivals = [
        1 / (2 * sp.sqrt(sp.pi)),
        1 / sp.sqrt(12),
        1 / (2 * sp.sqrt(2)),
    ]  # normal, flat, Laplace
    more = rivals[0] / bound.subs(s, 1)
    return Tried(
        [moments[0] == 1, sp.simplify(moments[1] - s**2) == 0, sp.simplify(square - bound) == 0]
        + [bool(each > bound.subs(s, 1)) for each in rivals]
        + [round(100 * (float(more) - 1)) == 5],
        [bool(each > 1.06 * bound.subs(s, 1)) for each in rivals[:1]],
        ["five parts in a hundred"],
    )


@statement("ex-vae-rate")
def rate() -> Tried:
    values, noise = np.array([16.0, 8, 4, 2, 1]), 1.0
    squares = np.maximum(values - noise, 0)[:4]  # of the decoder's weights; the fifth has no latent
    posterior = noise / (squares + noise)
    means = squares * values[:4] / (squares + noise) ** 2  # mean square of the encoder's mean
    told = 0.5 * np.sum(posterior + means - 1 - np.log(posterior))
    error = np.sum(values[:4] * (1 - squares / (squares + noise)) ** 2 + squares * posterior)
    error += values[4]
    errors = np.random.default_rng(2).dirichlet(np.ones(5), 4000) * error
    bounds = 0.5 * np.maximum(np.log(values / errors), 0).sum(1)
    return Tried(
        [
            *(near(error, np.minimum(values, noise).sum()), near(told, 5 * np.log(2))),
            *(bool(np.all(bounds >= told - 1e-12)), bool(bounds.min() < 1.1 * told)),
        ],
        [bool(np.all(bounds > 1.1 * told))],
        [f"the error is {error:.0f}", f"{told:.3f}"],
    )


@statement("ex-vae-pixel")
def pixel() -> Tried:
    def gains(means: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
        """The mean, the gain, and what the expansion makes of it."""
        p = float(weights @ means)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = [m * np.log(m / q) for m, q in ((means, p), (1 - means, 1 - p))]
        gain = float(weights @ np.nan_to_num(np.array(parts)).sum(0))
        return p, gain, float(weights @ (means - p) ** 2) / (2 * p * (1 - p))

    rng, true, false = np.random.default_rng(7), [], []
    cases = [(rng.beta(a, a, 5), rng.dirichlet(np.ones(5))) for a in (0.1, 1, 9) for _ in range(60)]
    told = [(np.array([0.0, 1.0]), np.array([1 - p, p])) for p in (1e-9, 0.01, 0.5, 0.9)]
    for p, gain, hat in (gains(*case) for case in cases + told):
        true += [4 * p * (1 - p) * hat <= gain + 1e-12, gain <= np.log1p(2 * hat) + 1e-12]
        true += [gain < 2 * hat, hat <= 0.5 + 1e-12]
    for p, gain, hat in (gains(*case) for case in told):
        true += [near(gain, -p * np.log(p) - (1 - p) * np.log1p(-p)), near(hat, 0.5)]
    rare, half = gains(*told[0]), gains(*told[2])
    true += [rare[1] < 1e-7, near(half[1], np.log(2))]
    sure = gains(np.array([1.0, 0.999]), np.array([1e-6, 1 - 1e-6]))
    true += [sure[1] > 1.99 * sure[2]]  # nearly twice
    false += [half[1] <= half[2], rare[1] >= rare[2], half[1] <= np.log1p(1.5 * half[2])]
    return Tried(true, false)
