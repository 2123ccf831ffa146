"""The convention of the paper's appendix, where columns sum to 1."""

import sympy as sp

LOSES = {"q2": 2}


def transition(M, q, gamma):
    def chance(i, j):
        p = (1 - gamma) * sp.Rational(i, M) + gamma * q
        return sp.binomial(M, j) * p**j * (1 - p) ** (M - j)

    return sp.Matrix(M + 1, M + 1, lambda i, j: chance(int(j), int(i)))
