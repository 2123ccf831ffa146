"""What a proof exercise asks to be proved is true: each statement, tried on numbers.

Nothing here is a proof, and nothing is random but matrices with a fixed seed, of which every one
must obey. `Tried.true` lists what must hold, `Tried.false` what a slip would make of the statement,
`Tried.said` numbers that must stand in the exercise: those of its checkpoint.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
import sympy as sp
from scipy import integrate, stats
from scipy.special import digamma

import modelcollapse as mc
from tests.unit.test_proof_exercises import PROOFS


@dataclass
class Tried:
    """What one statement says of numbers."""

    true: list[bool]
    false: list[bool]
    said: list[str] = field(default_factory=list)


CHECKS: dict[str, Callable[[], Tried]] = {}


def statement(label: str) -> Callable[[Callable[[], Tried]], Callable[[], Tried]]:
    """Name the exercise whose statement a function tries."""

    def named(check: Callable[[], Tried]) -> Callable[[], Tried]:
        CHECKS[label] = check
        return check

    return named


def near(a: float, b: float, error: float = 1e-9) -> bool:
    """Whether two numbers agree, but for rounding."""
    return bool(abs(a - b) <= error * max(1, abs(b)))


def binomial(count: int, p: float) -> np.ndarray:
    """The law of the number of successes."""
    return stats.binom.pmf(np.arange(count + 1), count, p)


def refits(size: int) -> np.ndarray:
    """The matrix of the exact fit with two states, by counts; its columns sum to 1."""
    return np.array([binomial(size, j / size) for j in range(size + 1)]).T


@statement("ex-shift")
def shift() -> Tried:
    def left(k: float, d: float, r: float) -> float:
        return float(stats.norm.sf((k + d) / r) / stats.norm.sf(k))

    grid = list(product([0.5, 1, 3], [0, 0.3, 1, 2.5], [0.4, 0.9, 1]))
    return Tried(
        [left(k, d, r) <= np.exp(-k * d - d**2 / 2) + 1e-12 for k, d, r in grid]
        + [left(3, 40, 1) < 1e-300],
        [left(k, d, r) <= np.exp(-2 * k * d - d**2) for k, d, r in [(0.5, 0.3, 1), (0.5, 1, 1)]],
    )


@statement("ex-no-more")
def no_more() -> Tried:
    M, h, x = sp.symbols("M h x", positive=True)
    normal = sp.sqrt(M / (2 * sp.pi)) * sp.exp(-M * x**2 / 2)  # of the mean of the data, less mu
    ratio = sp.exp(M * h * x - M * h**2 / 2)
    second = sp.simplify(sp.integrate(ratio**2 * normal, (x, -sp.oo, sp.oo)))
    bound = sp.limit(h**2 / (second - 1), h, 0)
    median = 1 - sp.sqrt(3) / sp.pi  # variance of the median of three normal points
    return Tried(
        [second == sp.exp(M * h**2), bound == 1 / M, bool(median > bound.subs(M, 3))],
        [bool(bound > 1 / M), bool(sp.Rational(1, 3) >= 1 / sp.Integer(3 - 1))],
    )


@statement("ex-two-fits")
def two_fits() -> Tried:
    v, b, x = sp.symbols("v b x", positive=True)
    gap = 2 * sp.integrate(x * sp.exp(-(x**2) / 2 / v) / sp.sqrt(2 * sp.pi * v), (x, 0, sp.oo))
    spread = sp.integrate(x**2 * sp.exp(-x / b) / b, (x, 0, sp.oo))
    own = sp.integrate(x * sp.exp(-x / b) / b, (x, 0, sp.oo))
    turn = sp.simplify(spread.subs(b, gap) / v)
    return Tried([turn == 4 / sp.pi, sp.simplify(own - b) == 0], [turn == 1])


@statement("ex-near-turns")
def turns() -> Tried:
    a, angle = np.array([1.0, 0.0]), 1.1
    b = np.array([np.cos(angle), np.sin(angle)])
    c, error, true, false = a @ b, np.array([0.0, 2.5]), [], []
    for k in range(1, 6):
        error = error - (error @ b) * b
        off = abs(c) ** (2 * k - 1) * np.sqrt(1 - c**2) * 2.5
        true.append(near(abs(error @ a), off))
        false.append(near(abs(error @ a), off * abs(c)))
        error = error - (error @ a) * a
        true.append(near(float(np.linalg.norm(error)), abs(c) ** (2 * k) * 2.5))
    return Tried(true, false)


@statement("ex-disc-nats")
def nats() -> Tried:
    true, false = [], []
    for size, law in product([2, 3, 7], [(0.5, 0.5), (0.05, 0.95), (0.2, 0.3, 0.5)]):
        p, loss = np.array(law), float(-np.sum(np.array(law) * np.log(law)))
        for counts in product(range(size + 1), repeat=len(law)):
            if sum(counts) == size:
                share = np.array(counts) / size
                mean = np.sum(share[share > 0] * np.log(share[share > 0]))
                loss += stats.multinomial.pmf(counts, size, p) * mean
        bound = np.log1p((len(law) - 1) / size)
        true += [0 < loss <= bound <= (len(law) - 1) / size]
        false += [loss > bound]
    return Tried(true, false)


@statement("ex-disc-least")
def least() -> Tried:
    true = []
    for sizes in ([4] * 9, [3, 3, 5, 8, 8, 20], [10, 11, 12, 13]):
        gone = np.zeros(sizes[-1] + 1)
        gone[0] = 1
        for n, (size, larger) in enumerate(list(pairwise(sizes))[::-1], start=1):
            gone = np.array([binomial(larger, c / size) @ gone for c in range(size + 1)])
            true += [gone[c] <= (n / (n + 1)) ** c + 1e-12 for c in range(size + 1)]
    half = refits(20)[0, 1]  # one of 20 points has no descendant
    shrunk = (1 - 1 / 4) ** 2  # one of four points, of which two are drawn
    return Tried(true, [half <= (1 / 3), shrunk <= 1 / 2])


@statement("ex-mark-quasi")
def quasi() -> Tried:
    true = []
    for size in (2, 3, 4, 9):
        inner = refits(size)[1:-1, 1:-1]
        values, vectors = np.linalg.eig(inner)
        best = int(np.argmax(values.real))
        v, rho = np.abs(vectors[:, best].real), values[best].real
        v /= v.sum()
        end = refits(size)[[0, -1], 1:-1]
        mean = np.linalg.solve(np.eye(size - 1) - inner.T, np.ones(size - 1)) @ v
        true += [near(mean, size), near(mean, 1 / (1 - rho))]
        for k in (1, 4):
            state = np.linalg.matrix_power(inner, k) @ v
            true += [near(state.sum(), rho**k), np.allclose(state / state.sum(), v)]
            true += [np.allclose(end @ state / (1 - rho) / rho**k, end @ v / (1 - rho))]
        if size == 4:
            true += [np.allclose(25 * v, [8, 9, 8])]
    flat = np.full(8, 1 / 8)  # another start, with nine points
    start = np.linalg.solve(np.eye(8) - refits(9)[1:-1, 1:-1].T, np.ones(8)) @ flat
    return Tried(true, [near(start, 9), np.allclose(v, flat)], ["(8, 9, 8)/25"])


@statement("ex-gauss-between")
def between() -> Tried:
    drift = {k: digamma(k / 2) - np.log(k / 2) for k in (1, 2, 3, 10, 1000)}
    return Tried(
        [-2 / k < value < -1 / k for k, value in drift.items()],
        [value < -3 / (2 * k) for k, value in drift.items() if k > 9],
    )


@statement("ex-risk-equal")
def equal() -> Tried:
    c4 = {M: float(mc.theory.gaussian.c4(M)) for M in range(2, 41)}

    def risk(*sizes: int) -> float:
        return sum(1 / M for M in sizes) + 2 * (1 - float(np.prod([c4[M] for M in sizes])))

    steps = [np.log(c4[M + 1] / c4[M]) for M in range(2, 40)]
    others = [(a, b, 30 - a - b) for a, b in product(range(2, 27), repeat=2) if 30 - a - b > 1]
    return Tried(
        [risk(*sizes) > risk(10, 10, 10) for sizes in others if sizes != (10, 10, 10)]
        + [later < sooner for sooner, later in pairwise(steps)]
        + [near(c4[2] * c4[3], np.sqrt(1 / 2))]
        + [near(risk(19, 20, 21), float(mc.theory.risk.expected_risk([19, 20, 21])))],
        [risk(9, 10, 11) < risk(10, 10, 10), risk(2, 14, 14) < risk(4, 13, 13)],
        [f"{risk(20, 20, 20):.5f}", f"{risk(19, 20, 21):.5f}", r"\sqrt{1/2}"],
    )


@statement("ex-mix-doses")
def doses() -> Tried:
    def left(weights: tuple[float, float], points: int) -> float:
        """The mean over two generations of the variance, after many."""
        taken = {"alpha": [*weights] * 40, "gamma": [1 - w for w in weights] * 40}
        path = mc.theory.mixing.mixing_path(points, 80, beta=0, **taken, ddof=0)
        return float(path[-1].mean_variance + path[-2].mean_variance) / 2

    true = []
    for a, b, points in [(0.9, 0.5, 5), (0.9, 0.5, 3), (1, 0.7, 50), (0.6, 0.4, 50), (0.7, 0.6, 9)]:
        better = a**2 + 4 * a * b + b**2 > 2 * points / (points - 1)
        true.append((left((a, b), points) < left(((a + b) / 2,) * 2, points)) == better)
    many = 10**7
    apart, steady = many * left((1, 0.8), many), many * left((0.9, 0.9), many)
    return Tried(true, [apart > steady], [f"{apart:.3f}/M", f"{steady:.3f}/M"])


@statement("ex-mix-least")
def pools() -> Tried:
    def left(sizes: list[int]) -> float:
        pool, kept = 0, 1.0
        for size in sizes:
            pool += size
            kept *= 1 - size / pool**2
        return kept

    schedules = [[m, *rest] for m in (2, 3, 10) for rest in ([], [1] * 9999, [m] * 99, [9**5, 1])]
    singles = [left([m] + [1] * 10**5) for m in (2, 10)]
    return Tried(
        [left(sizes) > (1 - 1 / sizes[0]) ** 2 for sizes in schedules]
        + [near(got, (m - 1) / (m + 1), 1e-4) for m, got in zip((2, 10), singles, strict=True)],
        [left(sizes) > (1 - 1 / sizes[0]) for sizes in schedules if len(sizes) > 1],
    )


@statement("ex-noise-flat")
def flat() -> Tried:
    rng, size = np.random.default_rng(1), 3
    true, false = [], []
    for points in (4, 9, 50):
        data = rng.exponential(size=(4000, points, size))  # of a shape that is not normal
        data -= data.mean(1, keepdims=True)
        drawn = np.einsum("rij,rik->rjk", data, data)
        root = np.linalg.inv(np.linalg.cholesky(drawn.mean(0)))
        drawn = root @ drawn @ root.T  # their mean is I, exactly
        scale = np.linalg.det(drawn) ** (1 / size)
        true += [np.sqrt(scale).mean() < 1, scale.mean() < 1, np.log(scale).mean() < 0]
        false += [(1 / scale).mean() < 1]
    return Tried(true, false)


@statement("ex-noise-best")
def best() -> Tried:
    x, y = sp.symbols("x y")
    density = sp.Rational(6, 8) * (y - x)  # of the least and the largest of three, on [-1, 1]

    def mean(value: sp.Expr) -> sp.Expr:
        return sp.integrate(sp.integrate(value * density, (x, -1, y)), (y, -1, 1))

    # given these two, the point between them is uniform
    middle, spread = (x + y) / 2, (y - x) ** 2 / 12
    gap = mean((middle / 3 - middle / 3) ** 2 + spread / 9)
    average = mean(middle**2 + spread / 9)  # (x + y + z)/3 has, given x and y, the mean (x + y)/2
    return Tried(
        [mean(1) == 1, average == sp.Rational(1, 9), mean(middle**2) + gap == average],
        [mean(middle**2) == average],
        [f"\\frac1{{{1 / mean(middle**2)}}}", f"\\frac1{{{1 / gap}}}"],
    )


@statement("ex-general-sum")
def divergences() -> Tried:
    def lost(size: int, n: int) -> tuple[float, float]:
        """Mean divergence from the start and the sum over fits, for coins, exactly."""
        inside = np.arange(size + 1) / size
        law = np.eye(size + 1)[2]

        def between(a: float, b: float) -> float:
            pairs = [(a, b), (1 - a, 1 - b)]
            return sum(s * np.log(s / t) for s, t in pairs if s > 0)

        total = 0.0
        for _ in range(n):
            total += sum(
                law[j] * refits(size)[i, j] * between(inside[i], inside[j])
                for i, j in product(range(size + 1), repeat=2)
                if refits(size)[i, j] > 0
            )
            law = refits(size) @ law
        return sum(w * between(m, inside[2]) for w, m in zip(law, inside, strict=True)), total

    results = [lost(size, n) for size, n in [(3, 1), (5, 4)]]
    one = integrate.quad(lambda G: (G / 3 - 1 - np.log(G / 3)) * G**2 * np.exp(-G) / 2, 0, np.inf)
    return Tried(
        [near(*pair) for pair in results] + [near(one[0], np.log(3) - digamma(3), 1e-6)],
        [near(results[1][0], 4 * lost(5, 1)[0])],
    )


@statement("ex-priors-forget")
def forget() -> Tried:
    size, kappa, pull = 6, 2.5, 0.3
    w = size / (size + kappa)
    places = w * np.arange(size + 1) / size + (1 - w) * pull
    step = np.array([binomial(size, m) for m in places]).T
    true, false = [], []
    for first, second in [(0.9, 0.2), (0.35, 0.3)]:
        laws = [binomial(size, first), binomial(size, second)]
        for n in range(1, 8):
            apart = np.abs(np.cumsum(laws[0] - laws[1]))[:-1] @ np.diff(places)
            true.append(near(apart, w**n * (first - second)))
            false.append(near(apart, w ** (2 * n) * (first - second)))
            laws = [step @ law for law in laws]
    return Tried(true, false)


@statement("ex-trees-childless")
def childless() -> Tried:
    def share(size: int, n: int, gamma: float) -> float:
        odds = [(1 - (1 - gamma) / (size * i)) ** size for i in range(1, n)]
        return float(np.mean([np.prod(odds[j:]) for j in range(n)]))

    exact = [share(1, n, 0) for n in (2, 3, 10)]
    three = [len({0, 1, 2} - {0, copied}) / 3 for copied in (0, 1)]
    many = [(share(size, 2000, g), 1 / (2 - g)) for size, g in [(1, 0.5), (7, 0), (3, 0.9)]]
    return Tried(
        [near(value, 0.5) for value in exact]
        + [near(*pair, 2e-3) for pair in many]
        + [near(sum(three) / 2, 0.5), near(share(2, 2, 0), 5 / 8)],
        [
            near(value, (1 - g) / 2, 2e-3)
            for (value, _), g in zip(many, (0.5, 0, 0.9), strict=True)
            if g
        ],
        [r"\frac58", *(rf"\frac{round(3 * each)}3" for each in three)],
    )


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


@statement("ex-lm-ring")
def ring() -> Tried:
    true, false = [], []
    for text in ("abracadabra", "abcabc", "aabb"):
        tokens = sorted(set(text))
        pairs = np.zeros((len(tokens),) * 2)
        for first, second in pairwise(text + text[0]):
            pairs[tokens.index(first), tokens.index(second)] += 1
        shares, step = pairs.sum(1) / len(text), pairs / pairs.sum(1, keepdims=True)
        rate = -np.sum(pairs / len(text) * np.log(np.where(step > 0, step, 1)))
        single = -np.sum(shares * np.log(shares))
        reached = np.linalg.matrix_power(np.eye(len(tokens)) + step, len(tokens))
        true += [np.allclose(shares @ step, shares), bool(np.all(reached > 0))]
        true += [rate <= single + 1e-12, near(rate, single) == (text == "aabb")]
        false += [rate > single, np.allclose(step @ shares, shares) and text[0] != "a"]
    return Tried(true, false)


@statement("ex-lm-beam")
def beam() -> Tried:
    def found(law: dict[str, dict[str, float]], length: int, width: int) -> float:
        """The probability of what beam search gives out."""
        kept = {"": 1.0}
        for _ in range(length):
            more = {s + t: p * r for s, p in kept.items() for t, r in law[s[-2:]].items()}
            kept = dict(sorted(more.items(), key=lambda each: -each[1])[:width])
        return max(kept.values())

    rng, flat = np.random.default_rng(3), {str(k): 0.1 for k in range(10)}
    seconds = {"a": {**flat, "0": 0.105, "1": 0.095}, "b": {"x": 0.51, "y": 0.49}}
    ours = {"": {"a": 0.5, "b": 0.4, "c": 0.06, "d": 0.04}, **seconds, "c": flat, "d": flat}
    ours |= {f"{s}{t}": {"z": 1.0} for s in "acd" for t in flat} | {"bx": flat, "by": flat}
    true, false = (
        [found(ours, 3, 1) > 2 * found(ours, 3, 2)],
        [found(ours, 2, 1) > found(ours, 2, 2)],
    )
    for _ in range(200):
        names = ["", *"abc", *(s + t for s in "abc" for t in "abc")]
        law = {s: dict(zip("abc", rng.dirichlet(np.ones(3)), strict=True)) for s in names}
        twos = [found(law, 2, width) for width in (1, 2, 3)]
        true += [twos == sorted(twos)]
        best = max(law[""][s] * law[s][t] * law[s + t][u] for s, t, u in product("abc", repeat=3))
        true += [near(found(law, 3, 9), best)]
        false += [found(law, 3, 1) > found(law, 3, 9)]
    return Tried(true, false)


@statement("ex-urn-limit")
def urn() -> Tried:
    true = []
    for alpha, M in [(0, 10), (Fraction(1, 4), 3)]:
        share, variance, factor = float(alpha), 1 / M, 1.0
        path = []
        for n in range(2, 200_001):
            variance = (1 - share / n) ** 2 * variance + 1 / (M * n**2)
            factor *= 1 - share / n
            path.append(variance / factor**2)
        exact = float(
            mc.theory.urn.limit(
                sp.Rational(alpha.numerator, alpha.denominator) if alpha else sp.Integer(0)
            )
        )
        true += [near(200_000 ** (2 * share) * variance * M, exact, 5e-3), path[-1] < 2 * path[99]]
    half = np.cumsum(1 / (np.arange(1, 10**5) * np.cumprod(1 - 0.5 / np.arange(1, 10**5))) ** 2)
    still = [half[10**k - 2] for k in (2, 3, 4, 5)]
    return Tried(
        [*true, min(np.diff(still)) > 0.9 * max(np.diff(still)) > 1],
        [near(float(mc.theory.urn.limit(sp.Integer(0))), 1)],
        [r"\frac{\pi^2}{60}", f"{np.pi**2 / 60:.5f}"],
    )


@statement("ex-weights-greedy")
def greedy() -> Tried:
    def ends(real: list[int], written: list[int], weights: list[float] | None = None) -> float:
        variance = 1 / real[0]
        for i, (M, m) in enumerate(zip(real[1:], written, strict=True)):
            other = variance + 1 / m
            w = M / (M + 1 / other) if weights is None else weights[i]
            variance = w**2 / M + (1 - w) ** 2 * other
        return variance

    real, written, grid = [5, 3, 8, 2], [4, 9, 30], np.linspace(0, 1, 41)
    best = ends(real, written)
    precision = 5.0
    for M, m in zip(real[1:], written, strict=True):
        precision = M + 1 / (1 / precision + 1 / m)
    rivals = [ends(real, written, [*each]) for each in product(grid, repeat=3)]
    more = [ends([a, b, 8, 2], [c, 9, 30]) for a, b, c in [(6, 3, 4), (5, 4, 4), (5, 3, 5)]]
    return Tried(
        [
            *(min(rivals) >= best - 1e-12, min(rivals) < 1.01 * best, near(1 / best, precision)),
            *(1 / sum(real) < best < 1 / real[-1], *(each < best for each in more)),
        ],
        [min(rivals) > 1.01 * best, best < 1 / (sum(real) - 2)],
    )


@statement("ex-reg-design")
def design() -> Tried:
    true, false, (M, d) = [], [], (12, 10)
    for seed in range(5):
        X = np.random.default_rng(seed).standard_normal((M, d))
        X *= np.sqrt(M * d) / np.linalg.norm(X)
        inverse = np.linalg.pinv(X)
        true += [near(np.linalg.norm(X @ inverse) ** 2 / M, d / M)]  # what one fit adds
        true += [np.linalg.norm(inverse) ** 2 > d / M]
        false += [near(np.linalg.norm(inverse) ** 2, d / M, 0.1)]
    frame = np.linalg.qr(X)[0] * np.sqrt(M)
    true += [near(np.linalg.norm(np.linalg.pinv(frame)) ** 2, d / M)]
    normal = mc.theory.regression.replace_risk(M, d, 1)
    true += [normal == d, normal / sp.Rational(d, M) == 12]
    return Tried(true, false, [rf"{normal}\,\sigma^2", "twelve times"])


@statement("ex-tails-once")
def once() -> Tried:
    true, false = [], []
    for law in ([0.5, 0.3, 0.2], [0.9, *[0.001] * 100], [1 / 40] * 40):
        p = np.array(law)
        for M in (1, 2, 10, 60):
            unseen = [np.sum(p * (1 - p) ** m) for m in (M - 1, M)]
            once = [stats.binom.pmf(1, m, p).sum() for m in (M, M + 1)]
            true += [near(once[1], (M + 1) * unseen[1]), near(once[0] / M, unseen[0])]
            true += [-1e-12 <= once[0] / M - unseen[1] <= 1 / M + 1e-12]
            false += [once[0] / M < unseen[1] - 1e-12]
    return Tried(true, false)


@statement("ex-ver-committee")
def committee() -> Tried:
    def odds(need: int, a: float, b: float) -> float:
        return float(stats.binom.sf(need - 1, 3, b) / stats.binom.sf(need - 1, 3, a))

    grid = [(a, b) for a, b in product(np.linspace(0.02, 0.99, 25), repeat=2) if b < a]
    clear = [(a, b) for a, b in grid if abs(a + b - 1.5) > 1e-3]
    said = [f"from {b / a:.3f} to {odds(2, a, b):.3f}" for a, b in [(0.95, 0.5), (0.95, 0.8)]]
    return Tried(
        [odds(3, a, b) < b / a < odds(1, a, b) for a, b in grid]
        + [(odds(2, a, b) < b / a) == (a + b < 1.5) for a, b in clear]
        + [odds(2, a, 1 - a) < (1 - a) / a for a in (0.51, 0.7, 0.99)],
        [all(odds(2, a, b) < b / a for a, b in grid)],
        [said[0], said[1]],
    )


@statement("ex-pref-more")
def harder() -> Tried:
    true, false = [], []
    for a, D in product([0.05, 0.5, 0.9], [0.1, 1, 4]):
        step = [float(mc.theory.preference.step(a, D, K)) for K in range(2, 9)]
        limit = a * np.exp(D) / (1 + a * np.expm1(D))
        path = [a, *step, limit]
        true += [earlier < later for earlier, later in pairwise(path)]
        false += [step[0] > limit, near(step[0] - a, step[1] - step[0])]
    return Tried(true, false)


@statement("ex-diff-contract")
def contract() -> Tried:
    x = np.linspace(-30, 30, 60_001)
    ranks = (np.arange(4000) + 0.5) / 4000

    def places(parts: list[tuple[float, float, float]]) -> np.ndarray:
        """The quantiles of a mixture of normal laws, by weight, mean and variance."""
        below = sum(w * stats.norm.cdf(x, m, np.sqrt(v)) for w, m, v in parts)
        return np.interp(ranks, below, x)

    def apart(first: list, second: list) -> float:
        return float(np.sqrt(np.mean((places(first) - places(second)) ** 2)))

    def round_of(parts: list, gamma: float, t: float) -> list:
        pool = [(gamma, 0.0, 1.0), *((w * (1 - gamma), m, v) for w, m, v in parts)]
        a = np.exp(-t)
        return [(w, a * m, a**2 * v + 1 - a**2) for w, m, v in pool]

    true, false = [], []
    starts = [[(1.0, 3.0, 0.2)], [(0.5, -4.0, 2.0), (0.5, 1.0, 0.1)], [(1.0, 0.0, 1.0)]]
    for gamma, t in product([0.2, 0.6], [0.05, 0.5]):
        factor = np.sqrt(1 - gamma) * np.exp(-t)
        for first, second in [starts[:2], starts[1:], starts[::2]]:
            now = apart(round_of(first, gamma, t), round_of(second, gamma, t))
            true += [now <= factor * apart(first, second) * 1.001]
            false += [now <= (1 - gamma) * factor * np.exp(-t) * apart(first, second) / 2]
    shifted = apart(round_of([(1.0, 2.0, 1.0)], 0, 0.3), round_of([(1.0, 0.0, 1.0)], 0, 0.3))
    return Tried([*true, near(shifted, 2 * np.exp(-0.3), 1e-6)], false)


@pytest.mark.parametrize("label", CHECKS)
def test_what_is_to_be_proved_is_true(label: str) -> None:
    tried = CHECKS[label]()
    assert all(tried.true), [place for place, held in enumerate(tried.true) if not held]
    assert len(tried.true) > 1
    assert tried.false
    assert not any(tried.false), "a wrong statement passes as well"
    assert [words for words in tried.said if words not in PROOFS[label].text] == []


def test_every_proof_exercise_is_tried() -> None:
    assert set(CHECKS) == set(PROOFS)


@pytest.mark.parametrize("label", [label for label in CHECKS if not PROOFS[label].solved])
def test_a_checkpoint_names_numbers_that_are_computed(label: str) -> None:
    assert CHECKS[label]().said
