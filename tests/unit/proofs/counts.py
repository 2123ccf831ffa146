"""What the proof exercises on counted states say, tried on numbers."""

from itertools import pairwise, product

import numpy as np
from scipy import stats

from tests.unit.proofs.tried import Tried, binomial, near, refits, statement


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
