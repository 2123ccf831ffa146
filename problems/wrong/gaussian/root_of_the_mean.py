"""The mean of a root is taken for the root of the mean."""

import sympy as sp

LOSES = {"q3": 2}

root_mean = sp.Integer(1)
