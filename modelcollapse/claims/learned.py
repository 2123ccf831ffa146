r"""Section 5.1: Gaussian mixtures fitted by EM, and variational autoencoders.

One dimension is enough: a mixture of two heaps, and a linear autoencoder with one latent.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

from ..families.gaussian import Gaussian
from ..loop import run
from ..theory import ppca
from ..validation import generator
from .causes import GENERATION, M, normal, over_x, x
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along
from .toys import FLOOR, em_step, heaps

MIXTURES, AUTOENCODERS = "models/gaussian-mixtures", "models/variational-autoencoders"
a, w, v, lam, s2 = sp.symbols("a w v lambda s2", positive=True)


def m_step() -> SymbolicCheck:
    """Three points, any responsibilities: EM keeps mean and square; then the recurrence."""
    points, shares = sp.symbols("x_1:4"), sp.symbols("r_1:4", positive=True)
    kept = []
    for part in (list(shares), [1 - share for share in shares]):
        size = sum(part)
        mean = sum(r * X for r, X in zip(part, points, strict=True)) / size
        spread = sum(r * (X - mean) ** 2 for r, X in zip(part, points, strict=True)) / size
        kept.append(sp.Matrix([mean, spread + mean**2]) * size / 3)
    V, n = sp.Function("V"), sp.Symbol("n", integer=True, nonnegative=True)
    solved = sp.rsolve(V(n + 1) - (1 - 1 / M) * V(n), V(n), {V(0): v})
    ours = [sum(points) / 3, sum(X**2 for X in points) / 3, v * (1 - 1 / M) ** n]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix([*(kept[0] + kept[1]), solved]))


def whole_variance(rng: Rng) -> SimulatedCheck:
    """The variance of the law of a mixture that takes one step of EM in each generation."""
    rng, times, size = generator(rng), np.arange(1, 9), 50
    model, variances, ours, left = heaps(5_000), [], [], 5.0
    for _ in times:
        model = em_step(model, size, rng)
        weights, means, spreads = model
        centre = (weights * means).sum(axis=0)
        variances.append((weights * (spreads + (means - centre) ** 2)).sum(axis=0))
        left = (1 - 1 / size) * left + FLOOR
        ours.append(left)
    return along(times, variances, ours, labels=(GENERATION, "variance of the mixture, M = 50"))


def distance_of_two() -> SymbolicCheck:
    """The squared L2 distance of N(0, 1) and N(0, v), by integration."""
    ours = (1 + 1 / sp.sqrt(v)) / (2 * sp.sqrt(sp.pi)) - 2 / sp.sqrt(2 * sp.pi * (1 + v))
    return SymbolicCheck(ours, over_x((normal(0, 1) - normal(0, v)) ** 2))


def norm_grows(rng: Rng) -> SimulatedCheck:
    """The integral of the squared density of a Gaussian, along n at M = 50."""
    times, k = np.array([1, 5, 10, 20, 30, 40]), 49
    trace = run(Gaussian(), sample_size=k + 1, generations=40, replicates=20_000, rng=rng)
    norms = 1 / (2 * np.sqrt(np.pi) * trace.sigma.values[times])
    step = np.sqrt(k / 2) * np.exp(float(sp.loggamma((k - 1) / 2) - sp.loggamma(k / 2)))
    ours = step**times / (2 * np.sqrt(np.pi))
    return along(times, norms, ours, labels=(GENERATION, "squared L2 norm of the model, M = 50"))


def crawl() -> SymbolicCheck:
    """EM on N(0, 1) from halves at +-a of variance 1 - a^2: what a step moves, the likelihood."""
    t = sp.Symbol("t", positive=True)  # a / (1 - a^2)
    cosh = sp.Poly(sp.series(sp.log(sp.cosh(t)), t, 0, 10).removeO(), t)
    crowd = sum(c * over_x(x**k * normal(0, 1)) * t**k for (k,), c in cosh.terms())
    at = {t: a / (1 - a**2)}
    moved = sp.diff(crowd, t).subs(at) - a  # a step leads to E x tanh(t x)
    square = (1 + a**2) / (1 - a**2)
    likelihood = crowd.subs(at) - (sp.log(1 - a**2) + square - 1) / 2
    derived = [sp.series(part, a, 0, 9).removeO() for part in (moved, likelihood)]
    ours = [-sp.Rational(2, 3) * a**7, -(a**8) / 12]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix(derived))


def best_autoencoder() -> dict[sp.Symbol, sp.Expr]:
    """Encoder (mean a x, variance v) and decoder w of one direction: where the ELBO is level."""
    elbo = -(lam * (1 - a * w) ** 2 + w**2 * v) / (2 * s2) - (a**2 * lam + v - 1 - sp.log(v)) / 2
    [best] = sp.solve([sp.diff(elbo, p) for p in (a, v, w)], [a, v, w], dict=True)
    return best


def seen_latents() -> SymbolicCheck:
    """The means of the best encoder, when it is shown generation 3."""
    derived = best_autoencoder()[a] ** 2 * (lam - 3 * s2)
    alive = lam + 3 * s2  # in generation 3
    packaged = ppca.latent_variance(alive, s2, 3)
    return SymbolicCheck(packaged, derived.subs(lam, alive))


def own_width() -> SymbolicCheck:
    """The variance that the best encoder gives a latent does not depend on the point."""
    return SymbolicCheck(s2 / lam, best_autoencoder()[v])


def closing_in(rng: Rng) -> SimulatedCheck:
    """Variance of the first encoder's means, lambda = 4 and s2 = 1/2, from 1000 points a fit."""
    rng, times, size = generator(rng), np.arange(1, 6), 1000
    factor, variance, kept = (4 - 0.5) / 4**2, np.full(20_000, 4.0), []
    for _ in times:
        sample = variance * rng.chisquare(size - 1, variance.shape) / size
        variance = np.maximum(sample - 0.5, 0)
        kept.append(factor * variance)
    ours, left = [], 4.0
    for _ in times:
        left = left * (1 - 1 / size) - 0.5
        ours.append(factor * left)
    return along(times, kept, ours, labels=(GENERATION, "variance of the first encoder's means"))


def joined() -> SymbolicCheck:
    """Fourth cumulant of two heaps at +-a of variance v, and of a linear decoder's means: 0."""

    def cumulant(points: list[sp.Expr]) -> sp.Expr:  # each of the points equally likely
        square, fourth = (
            sum(over_x(point**power * normal(0, 1)) for point in points) / len(points)
            for power in (2, 4)
        )
        return sp.expand(fourth - 3 * square**2)

    heaps_apart = [a + sp.sqrt(v) * x, -a + sp.sqrt(v) * x]
    return SymbolicCheck(
        sp.Matrix([-2 * a**4, 0]), sp.Matrix([cumulant(heaps_apart), cumulant([w * x])])
    )


LEARNED = (
    Claim(
        "mixture-point", "Section 5.1, Figure 7",
        "A mixture of two Gaussians, refitted to a thousand points, is a point with very little "
        "variance by generation 2000.",
        "conditional",
        r"In most runs, not in all. Whatever EM does, each of its steps keeps the mean and the "
        r"covariance of the sample. So the covariance of the whole law has the mean "
        r"$(1-1/M)^n\,\Sigma_0$: for $M = 1000$ it is 14 % of the original at $n = 2000$, "
        r"an average of many narrow runs and a few wide ones.",
        f"{MIXTURES}#gmm-recursion",
        m_step, whole_variance,
    ),
    Claim(
        "mixture-distance", "Section 5.1, Figure 13",
        "The L2 distance of the mixtures from the original grows over the generations and can "
        "become quite large.",
        "confirmed",
        r"Without bound: the square of the density of a narrow law has the integral "
        r"$1/(2\sqrt\pi\,\sigma)$, in the plane $1/(4\pi\sqrt{\det S})$, and this grows as the law "
        "gets narrow. Shown: its mean for one Gaussian.",
        f"{MIXTURES}#gmm-distance",
        distance_of_two, norm_grows,
    ),
    Claim(
        "mixture-jumps", "Figure 13",
        "The jumps in the distance at large sample sizes come from the fixed number of iterations "
        "and the precision of EM.",
        "conditional",
        r"From the precision, together with the random start; the limit on the iterations plays no "
        r"part in our runs, and two clouds that lie apart do not jump. Where components overlap, "
        r"EM crawls: for a normal law cut into halves at $\pm a$ a step moves $a$ by "
        r"$\frac23a^7$ and gains $\frac49a^{14}$. It stops near $a = (9t/4)^{1/14}$, 0.65 for the "
        "precision $t = 10^{-3}$: wherever k-means has happened to start it.",
        f"{MIXTURES}#gmm-crawl",
        crawl,
    ),
    Claim(
        "latents-to-the-mean", "Section 5.1, Figure 8",
        "As with one Gaussian, tails are washed out and the density shifts to the mean: the first "
        "encoder sees the generated data closer and closer to it.",
        "conditional",
        r"The picture is the same, the cause is not: here the decoder's means are passed on. A "
        r"linear autoencoder with noise $s^2$ then takes "
        r"$s^2$ off every variance, in each generation and however many points there are, so that "
        r"its latents have the variance $(\lambda-s^2)(\lambda-ns^2)_+/\lambda^2$. "
        "Data drawn with the decoder's noise lose nothing so.",
        f"{AUTOENCODERS}#vae-first-encoder",
        seen_latents, closing_in,
    ),
    Claim(
        "encoder-confidence", "Section 5.1, Figure 8",
        "The original encoder perceives the generated data with ever-growing confidence.",
        "conditional",
        r"Its means move to 0. But the variance that it gives a latent is $s^2/\lambda$ for all "
        "data in a linear encoder; in our networks it stays on digits and falls by a third on "
        "MNIST.",
        f"{AUTOENCODERS}#vae-first-encoder",
        own_width,
    ),
    Claim(
        "modes-entangled", "Section 5.1, Figure 9",
        "Over the generations different modes of the original get entangled, and the generated "
        "data look unimodal.",
        "confirmed",
        r"Modes are joined by the first fit: a continuous decoder sends the normal law of the "
        r"latents to one connected piece. A linear decoder makes two heaps at $\pm a$, with the "
        r"fourth cumulant $-2a^4$, into one normal law.",
        f"{AUTOENCODERS}#vae-experiment",
        joined,
    ),
)  # fmt: skip
