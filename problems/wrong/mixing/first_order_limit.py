"""The limit for small gamma and large M, taken for the whole."""

import sympy as sp

LOSES = {"q2": 2}

M, alpha, gamma = sp.symbols("M alpha gamma", positive=True)
settled = alpha**2 / (2 * M * gamma)
