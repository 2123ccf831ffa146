"""The language model of section 5.2: an OPT network, fine-tuned on what the last one wrote."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points
from ..validation import array, generator, integer, kind, positive, real, told
from .base import Model
from .weights import checked

Tell = Callable[[str, float], None]
DEVICES = ("cpu", "cuda")


def nobody(text: str, share: float) -> None:
    """Hear how far it is, and do nothing."""


@dataclass(frozen=True, eq=False)
class LanguageModel(Model):
    r"""A causal language model, $p(x) = \prod_t p(x_t \mid x_1 \dots x_{t-1})$: Meta's OPT.

    Its data sets are blocks of token numbers, `Points` of the shape (1, size, length). A fit
    starts from the weights `start` and minimises the mean of
    $-\log p(x_t \mid x_1 \dots x_{t-1})$, $t \ge 2$, by AdamW; the epoch whose perplexity on the
    `validation` blocks is lowest is kept, the last one where there are none. Its samples are
    continuations of blocks of the source: the most probable ones that beam search finds, with no
    chance in them but for the choice of the blocks; or, with `draw`, tokens drawn one by one.
    Section 5.2 of the paper; chapter "Language models".

    Parameters
    ----------
    config
        The architecture as `transformers` writes it, JSON (see `small`, `pretrained`).
    start
        Weights by name; {}: new random ones in each fit.
    validation
        Blocks (size, length) that choose the epoch.
    epochs, batch_size, learning_rate, final_rate
        Of the fit; batches in blocks; the last rate as a share of the first.
    beams, draw, penalty
        Width of the beam search; True: draw instead; repetition penalty, from 0.01
        to 100, 1 for none.
    temperature, top_p
        Of drawn text: the law of the next token to the power 1 / temperature, from 0.01 to 100,
        and of that the fewest tokens with the probability top_p, normalised; 1 and 1: the law.
    length, prompts_at_once
        New tokens of a continuation, and how many blocks are continued together.
    device
        "cpu", "cuda" or "cuda:1".
    weights, perplexity, best
        What the fit found, its perplexity on `validation` after each epoch, the epoch kept.

    Raises
    ------
    ValueError, TypeError
        For settings that are out of range, and weights of another architecture.

    Examples
    --------
    >>> model = LanguageModel.small(vocabulary=9, width=4, layers=1, heads=2, context=16)
    >>> (model.length, model.epochs)
    (8, 5)
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
    temperature: float = field(default=1.0, repr=False, metadata={"later": True})
    top_p: float = field(default=1.0, repr=False, metadata={"later": True})

    data: ClassVar[type] = Points
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "perplexity": {"long_name": "perplexity on the validation text"},
    }

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "beams", "length", "prompts_at_once"):
            object.__setattr__(self, name, integer(name, getattr(self, name), 1))
        positive("learning_rate", self.learning_rate)
        real("penalty", positive("penalty", self.penalty), 0.01, 100)
        real("final_rate", self.final_rate, 0, 1)
        if not isinstance(self.draw, (bool, np.bool_)):
            raise TypeError(f"draw must be True or False, got {kind(self.draw)}")
        real("temperature", self.temperature, 0.01, 100)
        real("top_p", positive("top_p", self.top_p), 0, 1)
        if not self.draw and (self.temperature, self.top_p) != (1, 1):
            raise ValueError(
                "temperature and top_p must be 1 where text is found, not drawn, got "
                f"{told(self.temperature)} and {told(self.top_p)}"
            )
        if not isinstance(self.device, str) or self.device.partition(":")[0] not in DEVICES:
            raise ValueError(f"device must be 'cpu', 'cuda' or 'cuda:1', got {told(self.device)}")
        if not isinstance(self.config, str):
            raise TypeError(f"config must be JSON of an OPT architecture, got {kind(self.config)}")
        _, context = architecture(self.config)
        if self.length > context - 2:
            raise ValueError(
                f"length must be at most {context - 2}, or no prompt of two tokens has room in the "
                f"context of {context}, got {self.length}"
            )
        for name in ("start", "weights"):
            if not isinstance(given := getattr(self, name), dict) or given:
                object.__setattr__(self, name, self._ours(name, given))
        if self.validation is not None:
            object.__setattr__(self, "validation", self._blocks("validation", self.validation))

    def _ours(self, name: str, given: Any) -> dict[str, np.ndarray]:
        """Weights that are given, if they are those of this architecture."""
        from . import opt

        return checked(name, given, opt.shapes(self.config), {opt.TIED})

    @classmethod
    def small(
        cls, *, vocabulary: int, width: int, layers: int, heads: int, context: int = 128, **fit: Any
    ) -> LanguageModel:
        """An OPT network of your own size: hidden layers of `width`, four times that between.

        vocabulary: number of tokens; context: the most tokens it can see. fit: the other
        settings of the class; `length` is 64 or half the context. Raises ValueError where
        `heads` does not divide `width`.
        """
        sizes = {"vocabulary": vocabulary, "width": width, "layers": layers, "heads": heads}
        for name, value in (sizes | {"context": context}).items():
            integer(name, value, 4 if name == "context" else 1)
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
        chosen = {name: value if value is None else int(value) for name, value in chosen.items()}
        most = {"length": min(64, context // 2)}
        return cls(json.dumps(chosen, sort_keys=True), **(most | fit))

    @classmethod
    def pretrained(cls, name: str | Path, **fit: Any) -> LanguageModel:
        """A trained OPT model, from a folder, or by its name on the Hugging Face hub.

        Its weights are what each fit starts from. Raises OSError, saying what to place where,
        if the weights can be neither found nor downloaded, and naming what does not fit, if
        they are another network's.
        """
        from . import opt

        try:
            found = opt.load(name)
        except opt.Misfit:
            raise
        except (OSError, ValueError) as error:
            raise OSError(
                f"no OPT weights in {told(str(name))}, and they cannot be downloaded. Put the "
                "files of huggingface.co/facebook/opt-125m (config.json, pytorch_model.bin or "
                "model.safetensors, vocab.json, merges.txt) into a folder, and name that"
            ) from error
        return cls(found.config.to_json_string(use_diff=False), start=opt.arrays(found), **fit)

    def check_law(self, law: Any) -> None:
        """Raise ValueError where blocks of this law leave no room in the context to go on."""
        block = getattr(law, "point", None)
        if block:
            self._room("law", *block)

    def fit(self, data: Any, *, rng: np.random.Generator, tell: Tell = nobody) -> LanguageModel:
        """Train on blocks from `start`; tell(text, share) hears how far it is.

        data: `Points` of one replicate, (1, size, length), or what holds numbers, (size,
        length). Raises ValueError for data that are no blocks of tokens, and
        FloatingPointError where the training diverges.
        """
        from . import networks, opt

        rng = generator(rng)
        points = data if isinstance(data, Points) else Points.one(data)
        if points.values.ndim != 3 or len(points.values) != 1:
            raise ValueError(
                "data must be one replicate of blocks, (1, size, length), "
                f"got {points.values.shape}"
            )
        blocks = self._blocks("data", points.values[0])
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

        with networks.one_thread():  # the network is one for all threads
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
        source: Any = None,
        tell: Tell = nobody,
    ) -> Points:
        """Continue `size` blocks of the source, (1, blocks, length), chosen at random.

        All of them, in their order, where size is their number. Returns (1, size, length).
        Raises ValueError before a fit without `start`, for more blocks than there are, or where
        they leave no room in the context.
        """
        if source is None:
            raise TypeError("source must be the Points whose blocks are continued, got None")
        size, rng = integer("size", size, 0), generator(rng)
        if size == 0:  # a component of a mixture that has none
            return Points(np.empty((1, 0, self.length)))
        points = source if isinstance(source, Points) else Points.one(source)
        prompts = points.values[0]
        if size > len(prompts):
            raise ValueError(f"size must be at most the {len(prompts)} blocks given, got {size}")
        if size < len(prompts):
            prompts = prompts[np.sort(rng.choice(len(prompts), size, replace=False))]
        return Points(self.continued(prompts, rng=rng, tell=tell)[None])

    def continued(
        self, prompts: np.ndarray, *, rng: np.random.Generator, tell: Tell = nobody
    ) -> np.ndarray:
        """The next `length` tokens after each prompt, found or drawn; (size, length).

        Raises ValueError where a prompt and its continuation are longer than the context.
        """
        from . import networks, opt

        rng, prompts = generator(rng), self._blocks("prompts", prompts)
        self._room("prompts", prompts.shape[1])
        with networks.one_thread():  # the network is one for all threads
            return opt.continued(
                self._network(),
                prompts,
                self.length,
                beams=1 if self.draw else self.beams,
                seed=int(rng.integers(2**63)) if self.draw else None,
                penalty=float(self.penalty),
                temperature=float(self.temperature),
                top_p=float(self.top_p),
                batch_size=self.prompts_at_once,
                device=self.device,
                tell=lambda share: tell(f"{share:.0%} written", share),
            )

    def losses(self, blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        r"""Surprisal and entropy of each block, in nats per token; both (size,).

        Means over the tokens but the first of $-\log p(x_t \mid x_1 \dots x_{t-1})$, and of the
        entropy of that law. The exponential of the mean surprisal is the perplexity.
        """
        from . import networks, opt

        blocks = self._blocks("blocks", blocks)
        with networks.one_thread():  # the network is one for all threads
            return opt.losses(self._network(), blocks, self.device)

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
        blocks, (most, context) = array(name, blocks), architecture(self.config)
        if blocks.ndim != 2 or not len(blocks) or not 2 <= blocks.shape[1] <= context:
            raise ValueError(
                f"{name} must have the shape (size, length), with a length from 2 to {context}, "
                f"got {blocks.shape}"
            )
        if not (blocks == np.floor(blocks)).all():
            raise ValueError(f"{name} must hold whole numbers of tokens")
        if not (blocks.min() >= 0 and blocks.max() < most):
            raise ValueError(
                f"{name} must hold tokens from 0 to {most - 1}, "
                f"got values from {blocks.min():g} to {blocks.max():g}"
            )
        return blocks.astype(np.int64)

    def _room(self, name: str, prompt: int) -> None:
        """Raise ValueError where a prompt of so many tokens and what follows do not fit."""
        _, context = architecture(self.config)
        if prompt + self.length > context:
            raise ValueError(
                f"{name} must have blocks of at most {context - self.length} tokens, for length = "
                f"{self.length} in the context of {context}, got {prompt}"
            )


@cache
def architecture(config: str) -> tuple[int, int]:
    """The number of tokens and the length of the context that an architecture states."""
    wanted = "config must be JSON that states an OPT architecture"
    try:
        stated = json.loads(config)
        assert isinstance(stated, dict)
    except (ValueError, AssertionError):
        raise ValueError(f"{wanted}, got {told(config)}") from None
    if stated.get("model_type", "opt") != "opt":
        raise ValueError(f"{wanted}, got model_type {told(stated['model_type'])}")
    names = ("vocab_size", "max_position_embeddings")
    for name in names:
        if name not in stated:
            raise ValueError(f"{wanted}, got none of {name} in {told(config)}")
    return tuple(integer(name, stated[name], 1) for name in names)  # type: ignore[return-value]
