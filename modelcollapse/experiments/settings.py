"""How much of the language experiment is done, in three sizes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from ..families.language import LanguageModel
from .task import Chain

# The paper's two settings: the share of real text that is kept, and the epochs of a fit.
PAPER = ((0.0, 5), (0.1, 10))


@dataclass(frozen=True)
class Base:
    """A base model that is trained here, from random weights, on a part of the text."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    epochs: int
    batch_size: int = 16
    learning_rate: float = 2e-3

    def network(self, vocabulary: int) -> LanguageModel:
        """The network, for a tokenizer of so many tokens."""
        return LanguageModel.small(
            vocabulary=vocabulary, width=self.width, layers=self.layers, heads=self.heads
        )


@dataclass(frozen=True)
class Preset:
    """The base model (None: OPT-125m), the size of the texts, and which chains there are.

    source: the text where none is named (None: WikiText-2 if it can be downloaded, otherwise
    Python's documentation). share: of the training text that is for fine-tuning; the base model
    learns from the rest.
    blocks: of real text, None for all; heldout: of the validation and of the test text.
    penalties: of repetition. drawn: seeds of chains whose text is drawn and not found by beam
    search, which the paper does not do. scratch: epochs of the chain without a base model, 0 for
    none.
    The paper states 64 tokens, 5 and 10 epochs, 10 %, 5 beams, the penalty 2, and five seeds.
    """

    base: Base | None
    source: str | None
    share: float
    blocks: int | None
    heldout: int | None
    generations: int
    seeds: int
    penalties: tuple[float, ...] = (1.0, 2.0)
    length: int = 64
    batch_size: int = 16
    learning_rate: float = 1e-3
    drawn: int = 0
    scratch: int = 0
    scratch_rate: float = 2e-3

    def chains(self) -> list[Chain]:
        """One chain for each setting and seed; their cost goes with the epochs."""
        found = [
            self.chain("base", kept, epochs, penalty, "found", seed)
            for seed, penalty, (kept, epochs) in product(range(self.seeds), self.penalties, PAPER)
        ]
        found += [self.chain("base", 0.0, 5, 1.0, "drawn", seed) for seed in range(self.drawn)]
        return found + [self.chain("scratch", 0.0, self.scratch, 1.0, "found", 0)] * (
            self.scratch > 0
        )

    def chain(
        self, start: str, kept: float, epochs: int, penalty: float, text: str, seed: int
    ) -> Chain:
        """A chain of generations; a beam search costs about as much as seven epochs."""
        where: dict[str, int | float | str] = {
            "start": start,
            "kept": kept,
            "epochs": epochs,
            "penalty": penalty,
            "text": text,
            "seed": seed,
        }
        return Chain(where, self.generations, cost=(1.4 if text == "found" else 0.3) + epochs / 5)


PRESETS = {
    "smoke": Preset(
        Base(vocabulary=800, width=32, layers=1, heads=2, epochs=1, learning_rate=1e-2),
        source="documentation",
        share=0.6,
        blocks=32,
        heldout=16,
        generations=2,
        seeds=1,
        length=32,
        drawn=1,
        learning_rate=5e-3,
    ),
    "book": Preset(
        Base(vocabulary=2000, width=128, layers=2, heads=4, epochs=4),
        source=None,
        share=0.2,
        blocks=1000,
        heldout=200,
        generations=5,
        seeds=3,
        learning_rate=3e-4,
        drawn=3,
        scratch=15,
    ),
    "paper": Preset(
        None,
        source="wikitext-2",
        share=1.0,
        blocks=None,
        heldout=None,
        generations=9,
        seeds=5,
        learning_rate=2e-5,
    ),
}
