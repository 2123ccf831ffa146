"""Templates of set 2, discrete chains."""

TITLE = "Problem set 2: discrete chains"
OPENING = r"""
A law on finitely many states is fitted to a data set of points by the shares that the states have
in it, and the next data set is drawn from the fit. So the number of points in one state is a chain.
$n$ counts the fits; $q$ is the share of a state at the beginning, in generation 0, from which the
first data set is drawn.
"""
IMPORTS = """
import numpy as np
import sympy as sp

import modelcollapse as mc
"""
