"""The moments with the divisor M - 1, which the question does not have."""

import sympy as sp

LOSES = {"q2": 2}

M = sp.Symbol("M", positive=True)
n = sp.Symbol("n", integer=True, nonnegative=True)
sigma2_ml = sp.Integer(1)
mean_ml = n / M
