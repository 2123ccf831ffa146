"""The register: every claim of the paper that can be checked, with its verdict and its checks.

One file a section of the paper; chapter "What the paper says, checked".
"""

from .register import Claim, SimulatedCheck, SymbolicCheck

SECTIONS: tuple[tuple[Claim, ...], ...] = ()
CLAIMS = tuple(claim for section in SECTIONS for claim in section)

__all__ = ["CLAIMS", "Claim", "SimulatedCheck", "SymbolicCheck"]
