"""What the proof exercises on text say, tried on numbers."""

from itertools import pairwise, product

import numpy as np

from tests.unit.proofs.tried import Tried, near, statement


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


@statement("ex-lx-protects")
def protects() -> Tried:
    rng, gamma, N, tokens = np.random.default_rng(8), 0.1, 3, 3
    blocks = np.array(list(product(range(tokens), repeat=N)))
    true, false = [], []

    def loss(p: np.ndarray, q: np.ndarray) -> float:
        return float(-np.sum(p[p > 0] * np.log(q[p > 0])))

    def alone(law: np.ndarray) -> np.ndarray:
        """The law of a token at a place chosen at random."""
        return np.array([law @ (blocks == k).mean(1) for k in range(tokens)])

    def factors(p: np.ndarray, r: np.ndarray) -> tuple[float, float]:
        """How many times the least perplexity is had, with context and without."""
        q = gamma * p + (1 - gamma) * r
        short = gamma * alone(p) + (1 - gamma) * alone(r)
        less = [(loss(p, q) - loss(p, p)) / N, loss(alone(p), short) - loss(alone(p), alone(p))]
        return float(np.exp(less[0])), float(np.exp(less[1]))

    for sharp in (0.05, 1.0):
        for _ in range(50):
            deep, flat = factors(*rng.dirichlet(np.full(len(blocks), sharp), 2))
            true += [deep < gamma ** (-1 / N), flat < 1 / gamma, deep >= 1 - 1e-12]
            false += [deep > gamma ** (-1 / N)]
    few = (blocks < 2).all(1) / 8  # the third token is never used
    loop, other = (blocks == 2).all(1) * 1.0, (blocks == [0, 0, 2]).all(1) * 1.0
    true += [near(factors(few, loop)[0], 10 ** (1 / 3)), near(factors(few, loop)[1], 10)]
    true += [near(factors(few, other)[0], 10 ** (1 / 3)), factors(few, other)[1] < 5]
    return Tried(true, [*false, factors(few, other)[1] > 9], [f"{10 ** (1 / 64):.3f}"])
