"""The smallest and the largest point are taken for independent."""

import sympy as sp

LOSES = {"q6": 2}

size = sp.Symbol("M", integer=True, positive=True)
midrange_variance = 6 * size / ((size + 1) ** 2 * (size + 2))
smallest_below = 3
