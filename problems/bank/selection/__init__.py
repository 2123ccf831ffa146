"""Templates of set 6, selection; its public notebook is made from them, with `sample`."""

TITLE = "Problem set 6: selection"
OPENING = r""" Between what a model makes and what the next one learns stands somebody who chooses:
a user who likes one picture better than another, a verifier who rejects, a filter. In this set
every model is exact unless a question says otherwise, so that nothing changes but what is chosen.
$n$ counts rounds.
"""
IMPORTS = """
import numpy as np
import sympy as sp
"""
