"""Templates of set 1, Gaussian theory and simulation."""

TITLE = "Problem set 1: Gaussian theory and simulation"
OPENING = r"""
In generation $i = 0, 1, \dots$ a data set of $M_i$ points is drawn from
$\mathcal N(\mu_i, \sigma_i^2)$, and the next generation is fitted to it: $\mu_{i+1}$ is the sample
mean, $\sigma_{i+1}^2$ the sum of the squared deviations from it over a divisor. Where a chain
begins, and which divisor it has, each question says for itself; $n$ counts the fits.
"""
IMPORTS = """
import numpy as np
import sympy as sp

import modelcollapse as mc
"""
