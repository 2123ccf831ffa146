"""What the language experiment is compared with, in as many steps of the same base model.

Accumulation, a penalty of repetition, and fits from random weights beside the same from the base
model, which the result of the experiment `language` holds.
"""

from __future__ import annotations

from dataclasses import replace

from .language import LanguageTask, prepared
from .settings import CONTROLS


def prepare(preset: str, data: str | None) -> LanguageTask:
    """Like that of the experiment `language`, with other chains."""
    return replace(prepared(f"controls-{preset}", CONTROLS[preset], data), stores_base=False)
