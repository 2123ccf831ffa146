"""The long experiments: presets, runs that survive a kill, stored results with provenance."""

from .chains import StoreError
from .result import load
from .runner import EXPERIMENTS, PRESETS, run_experiment

__all__ = ["EXPERIMENTS", "PRESETS", "StoreError", "load", "run_experiment"]
