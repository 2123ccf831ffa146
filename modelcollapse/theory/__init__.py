"""Closed forms as SymPy expressions: each takes numbers or symbols and stays exact."""

from . import (
    discrete,
    exponential,
    fates,
    gaussian,
    genealogy,
    language,
    noisy,
    pooling,
    ppca,
    preference,
    priors,
    regression,
    risk,
    tails,
    urn,
    weights,
)
from .gaussian import c4

__all__ = [
    "c4",
    "discrete",
    "exponential",
    "fates",
    "gaussian",
    "genealogy",
    "language",
    "noisy",
    "pooling",
    "ppca",
    "preference",
    "priors",
    "regression",
    "risk",
    "tails",
    "urn",
    "weights",
]
