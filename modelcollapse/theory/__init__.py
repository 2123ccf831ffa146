"""Closed forms as SymPy expressions: each takes numbers or symbols and stays exact."""

from . import (
    bias,
    discrete,
    exponential,
    fates,
    gaussian,
    genealogy,
    language,
    noisy,
    pooling,
    ppca,
    priors,
    regression,
    risk,
    tails,
    urn,
    verifier,
    weights,
)
from .gaussian import c4

__all__ = [
    "bias",
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
    "priors",
    "regression",
    "risk",
    "tails",
    "urn",
    "verifier",
    "weights",
]
