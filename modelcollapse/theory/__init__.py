"""Closed forms as SymPy expressions: each takes numbers or symbols and stays exact."""

from . import gaussian, risk

__all__ = ["gaussian", "risk"]
