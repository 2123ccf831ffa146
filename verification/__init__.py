"""The register: every claim of the paper that can be checked, with its verdict and its checks.

`CLAIMS` are the founding paper's, `LATER_CLAIMS` those of papers after it, and `DISPUTED` those
that circulate about both.

`texts/` says what the paper says and what is true, `checks/` derives and simulates it, and
`page` makes the book's two pages about it. The package `modelcollapse` knows nothing of this.
"""

from .claim import Claim
from .comparison import STANDARD_ERRORS, SimulatedCheck, SymbolicCheck
from .register import CLAIMS, DISPUTED, LATER, LATER_CLAIMS, SECTIONS

__all__ = [
    "CLAIMS",
    "DISPUTED",
    "LATER",
    "LATER_CLAIMS",
    "SECTIONS",
    "STANDARD_ERRORS",
    "Claim",
    "SimulatedCheck",
    "SymbolicCheck",
]
