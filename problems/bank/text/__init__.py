"""Templates of set 5, text; its public notebook is made from them, with the values of `sample`."""

TITLE = "Problem set 5: text"
OPENING = r"""
A model of text gives each next token a probability, and is fitted to text by counting. What it
writes is the text for the next model. In this set tokens are numbers $0, 1, \dots, K-1$, $p$ is the
law of one token in real text, and logarithms are natural where nothing else is said.
"""
IMPORTS = """
import numpy as np
import sympy as sp
"""
