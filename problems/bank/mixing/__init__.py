"""Templates of set 3, mixing and remedies."""

TITLE = "Problem set 3: mixing and remedies"
OPENING = r"""
A Gaussian chain begins with a law of mean 0. In this set every fit is by **maximum likelihood**
(`ddof=0`): sample mean, and sample variance with the divisor $M$. $n$ counts the fits. What changes
from question to question is the beginning, and the data that a generation is fitted to.
"""
IMPORTS = """
import numpy as np
import sympy as sp

import modelcollapse as mc
"""
