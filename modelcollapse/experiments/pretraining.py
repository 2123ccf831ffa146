"""The base model of the language experiment, where none is given: trained here, once for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..datasets.points import Points
from ..families.language import LanguageModel
from .settings import Base
from .task import Chain, Record, Tell


@dataclass
class Pretraining:
    """One chain, whose generations are the epochs: an epoch that is done is not lost.

    blocks: (size, length) of the text that the base model learns from.
    """

    model: LanguageModel
    blocks: np.ndarray
    base: Base
    name: str = "base model"
    about: dict[str, str | int | float] = field(default_factory=dict)
    dims: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def chains(self) -> list[Chain]:
        """The base model is one, and so is its seed."""
        return [Chain({"base": "model"}, self.base.epochs)]

    def kept(self, generation: int) -> bool:
        """Every epoch's record is kept, which is its number alone."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """Random weights."""
        from ..families import opt

        start = opt.initial(self.model.config, seed=0)
        return {"epoch": np.array(0)}, {"weights": opt.flat(start)}

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """One epoch, at a rate that falls to 0 in the last one."""
        from ..families import opt

        epochs, rate = self.base.epochs, self.base.learning_rate
        now, later = (1 - (generation - 1) / epochs, 1 - generation / epochs)
        one = replace(
            self.model,
            start=opt.shaped(self.model.config, memory["weights"]),
            epochs=1,
            batch_size=self.base.batch_size,
            learning_rate=rate * now,
            final_rate=later / now,
        )
        rng = np.random.default_rng([0, generation])
        fitted = one.fit(
            Points(self.blocks[None]), rng=rng, tell=lambda _, share: tell("learning", share)
        )
        return {"epoch": np.array(generation)}, {"weights": opt.flat(fitted.weights)}
