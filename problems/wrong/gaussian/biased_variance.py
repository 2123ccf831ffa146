"""NumPy's default divisor, M instead of M - 1: the variance shrinks in every generation."""

import numpy as np

LOSES = {"q1": 2}


def chain(M, n, replicates, rng):
    mu, sigma = np.zeros((n + 1, replicates)), np.ones((n + 1, replicates))
    for i in range(n):
        points = rng.normal(mu[i], sigma[i], (M, replicates))
        mu[i + 1], sigma[i + 1] = points.mean(axis=0), points.std(axis=0)
    return mu, sigma
