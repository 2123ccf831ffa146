"""The language model of section 5.2: an OPT network, fine-tuned on what the last one wrote."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points
from ..validation import integer, real

Tell = Callable[[str, float], None]


def nobody(text: str, share: float) -> None:
    """Hear how far it is, and do nothing."""


@dataclass(frozen=True, eq=False)
class LanguageModel:
    r"""A causal language model, $p(x) = \prod_t p(x_t \mid x_1 \dots x_{t-1})$: Meta's OPT.

    Its data sets are blocks of token numbers, `Points` of the shape (1, size, length). A fit
    starts from the weights `start` and minimises the mean of
    $-\log p(x_t \mid x_1 \dots x_{t-1})$, $t \ge 2$, by AdamW; the epoch whose perplexity on the
    `validation` blocks is lowest is kept, the last one where there are none. Its samples are
    continuations of blocks of the source: the most probable ones that beam search finds, with no
    chance in them but for the choice of the blocks; or, with `draw`, tokens drawn one by one.

    config: the architecture as `transformers` writes it, JSON (see `small`, `pretrained`).
    start: weights by name, {}: new random ones in each fit. validation: (size, length).
    epochs, batch_size (blocks), learning_rate, final_rate (the last rate, as a share of the
    first): of the fit. beams: width of the beam search. draw: draw instead. penalty: repetition
    penalty, 1 for none. length: new tokens of a continuation. prompts_at_once: continued together.
    device: "cpu", "cuda" or "cuda:1". weights: what the fit found; perplexity: on `validation`
    after each epoch; best: the epoch kept.
    Raises ValueError or TypeError for settings that are out of range.
    Section 5.2 of the paper; chapter "Language models".
    """

    config: str
    start: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    validation: np.ndarray | None = field(default=None, repr=False)
    epochs: int = 5
    batch_size: int = 16
    learning_rate: float = 1e-3
    final_rate: float = 0.0
    beams: int = 5
    draw: bool = False
    penalty: float = 1.0
    length: int = 64
    prompts_at_once: int = 50
    device: str = "cpu"
    weights: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    perplexity: tuple[float, ...] = field(default=(), repr=False)
    best: int = field(default=0, repr=False)

    data: ClassVar[type] = Points
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "perplexity": {"long_name": "perplexity on the validation text"},
    }

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "beams", "length", "prompts_at_once"):
            integer(name, getattr(self, name), 1)
        for name in ("learning_rate", "penalty"):
            if real(name, getattr(self, name)) <= 0:
                raise ValueError(f"{name} must be greater than 0, got {getattr(self, name)}")
        real("final_rate", self.final_rate, 0, 1)
        if self.device.partition(":")[0] not in ("cpu", "cuda"):
            raise ValueError(f"device must be 'cpu', 'cuda' or 'cuda:1', got {self.device!r}")
        if self.validation is not None:
            object.__setattr__(self, "validation", self._blocks("validation", self.validation))

    @classmethod
    def small(
        cls, *, vocabulary: int, width: int, layers: int, heads: int, context: int = 128, **fit: Any
    ) -> LanguageModel:
        """An OPT network of your own size: hidden layers of `width`, four times that between.

        vocabulary: number of tokens; context: the most tokens it can see. fit: the other
        settings of the class. Raises ValueError where `heads` does not divide `width`.
        """
        sizes = {"vocabulary": vocabulary, "width": width, "layers": layers, "heads": heads}
        for name, value in (sizes | {"context": context}).items():
            integer(name, value, 1)
        if width % heads:
            raise ValueError(f"heads must divide width = {width}, got {heads}")
        chosen = {
            "vocab_size": vocabulary,
            "hidden_size": width,
            "word_embed_proj_dim": width,
            "ffn_dim": 4 * width,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "max_position_embeddings": context,
            "pad_token_id": None,
            "bos_token_id": None,
            "eos_token_id": None,
        }
        return cls(json.dumps(chosen, sort_keys=True), **fit)

    @classmethod
    def pretrained(cls, name: str | Path, **fit: Any) -> LanguageModel:
        """A trained OPT model, from a folder, or by its name on the Hugging Face hub.

        Its weights are what each fit starts from. Raises OSError, saying what to place where,
        if the weights can be neither found nor downloaded.
        """
        from transformers import OPTForCausalLM

        from . import opt

        try:
            found = OPTForCausalLM.from_pretrained(name)
        except (OSError, ValueError) as error:
            raise OSError(
                f"no OPT weights in {str(name)!r}, and they cannot be downloaded. Put the files "
                "of huggingface.co/facebook/opt-125m (config.json, pytorch_model.bin or "
                "model.safetensors, vocab.json, merges.txt) into a folder, and name that"
            ) from error
        return cls(found.config.to_json_string(use_diff=False), start=opt.arrays(found), **fit)

    def fit(self, data: Points, *, rng: np.random.Generator, tell: Tell = nobody) -> LanguageModel:
        """Train on blocks (1, size, length) from `start`; tell(text, share) hears how far it is.

        Raises ValueError for data that are no blocks of tokens, and FloatingPointError where
        the training diverges.
        """
        from . import opt

        if np.ndim(data.values) != 3 or len(data.values) != 1:
            raise ValueError(
                f"data must be one replicate of blocks, (1, size, length), got {data.values.shape}"
            )
        blocks = self._blocks("data", data.values[0])
        seeds = rng.integers(2**63, size=2)
        found: list[tuple[float, int, opt.Weights]] = []
        path: list[float] = []

        def after(epoch: int, net: Any) -> None:
            """Keep the epoch if none before was better."""
            if self.validation is None:
                path.append(np.nan)
            else:
                path.append(float(np.exp(opt.losses(net, self.validation, self.device)[0].mean())))
            if not found or not path[-1] >= found[0][0]:
                found[:] = [(path[-1], epoch, opt.arrays(net))]

        def learning(done: float) -> None:
            """Say in which epoch the training is."""
            tell(f"epoch {math.ceil(done)} of {self.epochs}", done / self.epochs)

        opt.train(
            self.config,
            self.start or opt.initial(self.config, int(seeds[0])),
            blocks,
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            final_rate=self.final_rate,
            seed=int(seeds[1]),
            device=self.device,
            tell=learning,
            after=after,
        )
        _, best, weights = found[0]
        return replace(self, weights=weights, perplexity=tuple(path), best=best)

    def sample(
        self,
        size: int,
        *,
        rng: np.random.Generator,
        source: Points | None = None,
        tell: Tell = nobody,
    ) -> Points:
        """Continue `size` blocks of the source, (1, blocks, length), chosen at random.

        All of them, in their order, where size is their number. Returns (1, size, length).
        Raises ValueError before a fit without `start`, or for more blocks than there are.
        """
        if not isinstance(source, Points):
            raise TypeError(f"source must be the Points whose blocks are continued, got {source!r}")
        prompts = source.values[0]
        if size > len(prompts):
            raise ValueError(f"size must be at most the {len(prompts)} blocks given, got {size}")
        if size < len(prompts):
            prompts = prompts[np.sort(rng.choice(len(prompts), size, replace=False))]
        return Points(self.continued(prompts, rng=rng, tell=tell)[None])

    def continued(
        self, prompts: np.ndarray, *, rng: np.random.Generator, tell: Tell = nobody
    ) -> np.ndarray:
        """The next `length` tokens after each prompt, found or drawn; (size, length)."""
        from . import opt

        return opt.continued(
            self._network(),
            self._blocks("prompts", prompts),
            self.length,
            beams=1 if self.draw else self.beams,
            seed=int(rng.integers(2**63)) if self.draw else None,
            penalty=self.penalty,
            batch_size=self.prompts_at_once,
            device=self.device,
            tell=lambda share: tell(f"{share:.0%} written", share),
        )

    def losses(self, blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        r"""Surprisal and entropy of each block, in nats per token; both (size,).

        Means over the tokens but the first of $-\log p(x_t \mid x_1 \dots x_{t-1})$, and of the
        entropy of that law. The exponential of the mean surprisal is the perplexity.
        """
        from . import opt

        return opt.losses(self._network(), self._blocks("blocks", blocks), self.device)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: the lowest perplexity on the validation text, NaN before a fit."""
        return {"perplexity": np.asarray(self.perplexity[self.best - 1] if self.best else np.nan)}

    def _network(self) -> Any:
        """The network with the fitted weights, or with those of the start before a fit."""
        from . import opt

        weights = self.weights or self.start
        if not weights:
            raise ValueError("the language model has no weights yet: fit it to data first")
        return opt.network(self.config, weights, self.device)

    def _blocks(self, name: str, blocks: Any) -> np.ndarray:
        """Token numbers as int64, (size, length), if that is what they are."""
        blocks, sizes = np.asarray(blocks), json.loads(self.config)
        most, context = sizes["vocab_size"], sizes["max_position_embeddings"]
        if blocks.ndim != 2 or not len(blocks) or not 2 <= blocks.shape[1] <= context:
            raise ValueError(
                f"{name} must have the shape (size, length), with a length from 2 to {context}, "
                f"got {blocks.shape}"
            )
        if not (np.isfinite(blocks).all() and (blocks == np.floor(blocks)).all()):
            raise ValueError(f"{name} must hold whole numbers of tokens")
        if not (blocks.min() >= 0 and blocks.max() < most):
            raise ValueError(
                f"{name} must hold tokens from 0 to {most - 1}, "
                f"got values from {blocks.min()} to {blocks.max()}"
            )
        return blocks.astype(np.int64)
