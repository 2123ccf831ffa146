"""Closed forms as SymPy expressions: each takes numbers or symbols and stays exact."""

from . import gaussian, noisy, risk
from .gaussian import c4

__all__ = ["c4", "gaussian", "noisy", "risk"]
