"""Closed forms as SymPy expressions: each takes numbers or symbols and stays exact."""

from . import discrete, fates, gaussian, language, noisy, pooling, ppca, risk, weights
from .gaussian import c4

__all__ = [
    "c4",
    "discrete",
    "fates",
    "gaussian",
    "language",
    "noisy",
    "pooling",
    "ppca",
    "risk",
    "weights",
]
