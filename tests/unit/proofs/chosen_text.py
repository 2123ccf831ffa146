"""What the proof exercises on choosing and detecting text say, tried on numbers."""

from itertools import pairwise, product

import numpy as np
from scipy.optimize import brentq

from tests.unit.proofs.tried import Tried, near, statement


def divergence(q: np.ndarray, p: np.ndarray) -> float:
    """Of one law from another, in nats."""
    return float(np.sum(q[q > 0] * np.log(q[q > 0] / p[q > 0])))


def best_of(K: int, model: np.ndarray, reward: np.ndarray) -> np.ndarray:
    """The law of the best of K texts, by lot among equal ones."""
    below = np.array([model[reward < y - 1e-9].sum() for y in reward])
    equal = np.array([model[abs(reward - y) < 1e-9].sum() for y in reward])
    return model * ((below + equal) ** K - below**K) / equal


def cheapest_for(p: np.ndarray, r: np.ndarray, N: int = 3, K: int = 4) -> Tried:
    """What is said of one law of tokens and one reward."""
    texts = [list(text) for text in product(range(len(p)), repeat=N)]
    model = np.array([np.prod(p[text]) for text in texts])
    reward = np.array([r[text].sum() for text in texts])

    def tilted(s: float) -> np.ndarray:
        weights = p * np.exp(s * r)
        return weights / weights.sum()

    def cost(s: float) -> float:
        return N * divergence(tilted(s), p)

    best, rng = best_of(K, model, reward), np.random.default_rng(1)
    rivals = [best, *(w / w.sum() for w in model * rng.exponential(size=(20, len(model))))]
    dearer = [q for q in rivals if q @ reward > model @ reward + 0.05]
    means = [q @ reward / N for q in dearer]
    least = [cost(brentq(lambda s, m=m: tilted(s) @ r - m, 0, 200)) for m in means]
    reach = brentq(lambda s: cost(s) - np.log(K), 0, 200)
    drawn = np.array([np.prod(tilted(0.7)[text]) for text in texts])
    path = [(tilted(s) @ r, cost(s)) for s in (0, 0.1, 1, 3)]
    return Tried(
        [divergence(q, model) > bound for q, bound in zip(dearer, least, strict=True)]
        + [near(divergence(drawn, model), cost(0.7)), bool(means[0] < tilted(reach) @ r)]
        + [earlier < later for pair in pairwise(path) for earlier, later in zip(*pair, strict=True)]
        + [len(dearer) > 3],
        [divergence(drawn, model) > 1.01 * cost(0.7), divergence(best, model) <= least[0]],
    )


@statement("ex-sel-cheapest")
def cheapest() -> Tried:
    true, false = [], []
    for p in (np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.6, 0.3])):
        for r in (np.log(p), np.array([1.0, 0.0, -2.0])):
            one = cheapest_for(p, r)
            true += one.true
            false += one.false
    return Tried(true, false)


@statement("ex-det-entropy")
def entropy() -> Tried:
    def nats(law: np.ndarray) -> float:
        return float(-np.sum(law[law > 0] * np.log(law[law > 0])))

    rng, true, false = np.random.default_rng(4), [], []
    for keys, texts in product((2, 5, 40), repeat=2):
        for sharp in (0.05, 1.0):
            given = rng.dirichlet(np.full(texts, sharp), keys)  # the law of the text, key by key
            p = given.mean(0)
            ratio = given / np.maximum(p, 1e-300)
            for level in (1.0, 1.5, 3.0):
                cry = ratio > level  # the best test of its false alarms
                r, f = float((given * cry).sum() / keys), float((cry * p).sum() / keys)
                if 0 < f < 1:
                    true.append(r * np.log(1 / f) <= nats(p) + np.log(2))
    n = 50  # the text is the key, and the test asks whether it is
    true += [near(np.log(n), nats(np.full(n, 1 / n)))]
    false += [np.log(n) <= 0.9 * nats(np.full(n, 1 / n)) + np.log(1.4)]
    lengths = [
        int(np.ceil((0.99 * np.log(1e6) - np.log(2)) / np.log(tokens))) for tokens in (256, 2)
    ]
    return Tried(true, false, [f"at least {lengths[0]} tokens", f"for {lengths[1]} if there"])
