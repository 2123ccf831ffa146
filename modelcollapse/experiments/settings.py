"""How much of the language experiment is done, in three sizes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import product

from ..families.language import LanguageModel
from .task import Chain

@dataclass(frozen=True)
class Setting:
    """What a chain does that others do otherwise.

    start: "base" or "scratch", the weights that each fit starts from. kept: the share of real
    text in each generation. past: whether a model learns from the "newest" text or from as many
    blocks of "all" texts so far, the real one among them. epochs, rate: of a fit. joined: so many
    neighbouring blocks are learned as one. penalty: of repetition. text: "found" by beam search,
    or "drawn", which the paper does not do.
    """

    start: str = "base"
    kept: float = 0.0
    past: str = "newest"
    epochs: int = 5
    rate: float = 3e-4
    joined: int = 1
    penalty: float = 1.0
    text: str = "found"

    @property
    def cost(self) -> float:
        """The time of a generation; a beam search takes about as long as seven epochs."""
        return (1.4 if self.text == "found" else 0.3) + self.epochs / 5


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
    settings: one chain for each of them and each seed.
    The paper states 64 tokens, 5 and 10 epochs, 10 %, 5 beams, the penalty 2, and five seeds.
    """

    base: Base | None
    source: str | None
    share: float
    blocks: int | None
    heldout: int | None
    generations: int
    seeds: int
    settings: tuple[Setting, ...]
    length: int = 64
    batch_size: int = 16

    def chains(self) -> list[Chain]:
        """One chain for each setting and seed."""
        return [
            Chain(asdict(setting) | {"seed": seed}, self.generations, setting.cost)
            for seed, setting in product(range(self.seeds), self.settings)
        ]


SMOKE = Preset(
    Base(vocabulary=800, width=32, layers=1, heads=2, epochs=1, learning_rate=1e-2),
    source="documentation",
    share=0.6,
    blocks=32,
    heldout=16,
    generations=2,
    seeds=1,
    length=32,
    settings=(
        Setting(rate=5e-3),
        Setting(rate=5e-3, kept=0.1),
        Setting(rate=5e-3, kept=0.1, penalty=2.0),
        Setting(rate=5e-3, text="drawn"),
    ),
)
BOOK = Preset(
    Base(vocabulary=2000, width=128, layers=2, heads=4, epochs=4),
    source=None,
    share=0.2,
    blocks=500,
    heldout=200,
    generations=8,
    seeds=5,
    settings=tuple(
        Setting(text=text, kept=kept) for text, kept in product(("found", "drawn"), (0.0, 0.1))
    ),
)
PAPER = Preset(
    None,
    source="wikitext-2",
    share=1.0,
    blocks=None,
    heldout=None,
    generations=9,
    seeds=5,
    settings=tuple(
        Setting(rate=2e-5, penalty=penalty, kept=kept, epochs=epochs)
        for penalty, (kept, epochs) in product((1.0, 2.0), ((0.0, 5), (0.1, 10)))
    ),
)
PRESETS = {"smoke": SMOKE, "book": BOOK, "paper": PAPER}


def controls(preset: Preset, rate: float, scratch: Setting) -> Preset:
    """The same size with what the first experiment is to be compared with, in equal steps.

    A penalty of repetition, with and without real text; accumulation; and each fit from random
    weights, beside the same fit from the base model.
    """
    plain = Setting(rate=rate)
    settings = (
        replace(plain, past="all"),
        replace(plain, penalty=2.0),
        replace(plain, penalty=2.0, kept=0.1),
        scratch,
        replace(scratch, start="base"),
    )
    return replace(preset, settings=settings, generations=min(preset.generations, 4))


CONTROLS = {
    "smoke": controls(SMOKE, 5e-3, Setting("scratch", epochs=2, rate=5e-3, joined=2)),
    "book": controls(BOOK, 3e-4, Setting("scratch", epochs=12, rate=2e-3, joined=2)),
    "paper": controls(PAPER, 2e-5, Setting("scratch", epochs=15, rate=6e-4)),
}
