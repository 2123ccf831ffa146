"""How much of the selection experiment is done, in three sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .settings import BOOK, PAPER, SMOKE, Preset, Setting


@dataclass(frozen=True)
class Choice(Setting):
    """What a chain draws, and which of that it keeps; all else is the same in all chains.

    temperature, top_p: of the draws. copies: continuations of each block; keeper: who keeps as
    many of them as there are blocks. "nobody" has one copy; "verifier" keeps those that the first
    model finds most likely, a token, of all; "taste" of each block the one with the most long
    words, the first of equal ones.
    """

    text: str = "drawn"
    temperature: float = 1.0
    top_p: float = 1.0
    copies: int = 1
    keeper: str = "nobody"


def choices(preset: Preset, plain: Choice, generations: int) -> Preset:
    """The same models, text and seeds, with these ways of choosing text, in equal steps."""
    best = replace(plain, copies=4, keeper="taste")
    settings = (
        plain,
        replace(plain, temperature=0.7),
        replace(plain, top_p=0.9),
        replace(plain, copies=2, keeper="verifier"),
        best,
        replace(best, kept=0.1),
    )
    return replace(preset, settings=settings, generations=generations)


CHOICES = {
    "smoke": choices(SMOKE, Choice(rate=5e-3), 2),
    "book": choices(replace(BOOK, blocks=128, heldout=48), Choice(epochs=3, rate=1e-3), 5),
    "paper": choices(PAPER, Choice(rate=2e-5), 9),
}
