"""Language models that learn from chosen text: by how it is drawn, by a verifier, by a taste.

All chains draw their text token by token, and take equal steps: each fit sees as many blocks, in
as many epochs at the same rate. The first chain chooses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from ..families.language import LanguageModel
from . import diversity, language, sequences
from .choices import CHOICES
from .task import Chain, Record, Tell

LETTERS = 5  # a long word is a token of at least so many letters, after a space
SHOWN = 2  # prompts whose continuations the result keeps
KEPT = ("perplexity", "entropy", "repeated", "samples")  # of what the language experiment keeps
DIMS = {
    "samples": ("prompt", "place"),
    "prompts": ("prompt", "before"),
    "tokenizer": ("byte",),
    "liked": ("token",),
    "real": ("token",),
}
LABELS = {name: language.LABELS[name] for name in (*KEPT, "prompts", "tokenizer")} | {
    "surprisal": {"long_name": "mean of -log p under the first model", "units": "nats per token"},
    "spread": {"long_name": "its standard deviation between sequences", "units": "nats per token"},
    "long": {"long_name": "share of long words among the tokens"},
    "offered": {"long_name": "share of long words in all that was written"},
    "liked": {"long_name": "whether a token is a long word"},
    "real": {"long_name": "occurrences of a token in the real text"},
    **diversity.LABELS,
}


def prepare(preset: str, data: str | None) -> Selection:
    """Like that of the experiment `language`, with other chains and measures."""
    task = language.prepared(f"selection-{preset}", CHOICES[preset], data)
    held: dict[str, Any] = {each.name: getattr(task, each.name) for each in fields(task)}
    liked = long_words(task.given["tokenizer"], task.vocabulary)
    given = {name: task.given[name] for name in ("prompts", "tokenizer")} | {"liked": liked}
    given["prompts"] = given["prompts"][:SHOWN]
    given["real"] = sequences.counts(task.train, task.vocabulary)
    return Selection(
        **held
        | {
            "about": task.about | {"long_word": f"{LETTERS} letters", "rare": diversity.RARE},
            "given": given,
            "prompts": task.prompts[:SHOWN],
            "stores_base": False,
            "dims": DIMS,
            "labels": LABELS,
        }
    )


def long_words(tokenizer: np.ndarray, vocabulary: int) -> np.ndarray:
    """Which tokens are a space and at least `LETTERS` letters, 1 or 0; (vocabulary,)."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_str(tokenizer.tobytes().decode())
    words = [found.decode([token]) for token in range(vocabulary)]
    long = [w.startswith(" ") and w[1:].isalpha() and len(w) > LETTERS for w in words]
    return np.array(long).astype(np.int8)


@dataclass
class Selection(language.LanguageTask):
    """The language experiment's recursion, whose text is drawn and chosen as a chain says."""

    firsts: dict[int, LanguageModel] = field(default_factory=dict, repr=False)
    offered: float = np.nan

    def settings(self, chain: Chain) -> LanguageModel:
        """The model of a chain before its first fit."""
        found = super().settings(chain)
        warmth, level = (float(chain.where[name]) for name in ("temperature", "top_p"))
        return replace(found, temperature=warmth, top_p=level)

    def fit(
        self, chain: Chain, blocks: np.ndarray, rng: np.random.Generator, tell: Tell
    ) -> LanguageModel:
        """A new model; the first one of a seed, which is the same in all its chains, once."""
        if blocks is not self.train:
            return super().fit(chain, blocks, rng, tell)
        seed = int(chain.where["seed"])
        if seed not in self.firsts:
            self.firsts = {seed: super().fit(chain, blocks, rng, tell)}
        first = self.firsts[seed]
        mine = self.settings(chain)
        return replace(mine, weights=first.weights, perplexity=first.perplexity, best=first.best)

    def written(
        self,
        chain: Chain,
        first: LanguageModel,
        model: LanguageModel,
        rng: np.random.Generator,
        tell: Tell,
    ) -> np.ndarray:
        """As many continuations as there are blocks, chosen from more where somebody chooses."""
        copies = int(chain.where["copies"])
        many = replace(model, prompts_at_once=copies * model.prompts_at_once)
        text = many.continued(np.repeat(self.train, copies, axis=0), rng=rng, tell=tell)
        self.offered = self.given["liked"][text].mean(dtype=float)
        return self.keep(str(chain.where["keeper"]), text, copies, first)

    def keep(self, keeper: str, text: np.ndarray, copies: int, first: LanguageModel) -> np.ndarray:
        """One of `copies` continuations in the mean, or of each block; in their order."""
        size = len(text) // copies
        if keeper == "verifier":
            return text[np.sort(np.argsort(first.losses(text)[0], kind="stable")[:size])]
        if keeper == "taste":
            reward = self.given["liked"][text].sum(axis=1).reshape(size, copies)
            return text.reshape(size, copies, -1)[np.arange(size), reward.argmax(axis=1)]
        return text

    def look(
        self,
        text: np.ndarray,
        first: LanguageModel,
        model: LanguageModel,
        rng: np.random.Generator,
    ) -> Record:
        """What the result keeps of a text and of the model that wrote it."""
        whole = super().look(text, first, model, rng)
        long = self.given["liked"][text].mean(dtype=float)
        return {
            **{name: whole[name] for name in KEPT},
            "samples": whole["samples"].astype(np.int16),
            "surprisal": whole["surprisal"].mean(dtype=float),
            "spread": whole["surprisal"].std(dtype=float),
            "long": long,
            "offered": np.asarray(long if text is self.train else self.offered),
            **diversity.look(text, self.train, self.vocabulary),
        }
