"""Language models, each fine-tuned on what the last one wrote (Figures 10, 11, 14 and 15)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

import numpy as np

from ..datasets.points import Points
from ..families.language import LanguageModel
from . import sequences
from .pretraining import Pretraining
from .prompts import PROMPTS
from .settings import PRESETS, Preset
from .task import Chain, Record, Tell
from .text import Text, known, load_text, ordinary, prose
from .tokens import cut, encode, load_tokenizer, train_tokenizer

OPT = "facebook/opt-125m"
DIMS = {
    "surprisal": ("sequence",),
    "own": ("sequence",),
    "counts": ("token",),
    "prompts": ("prompt", "before"),
    "samples": ("prompt", "place"),
    "validation": ("epoch",),
    "tokenizer": ("byte",),
    "base": ("weight",),
    "pair_first": ("pair",),
    "pair_second": ("pair",),
    "pair_count": ("pair",),
}
LABELS = {
    "perplexity": {"long_name": "perplexity on the test text"},
    "entropy": {"long_name": "mean entropy of the next token's law", "units": "nats per token"},
    "base": {"long_name": "weights of the base model, as bits of float16"},
    "validation": {"long_name": "perplexity on the validation text"},
    "best": {"long_name": "epoch kept"},
    "surprisal": {"long_name": "mean of -log p under the first model", "units": "nats per token"},
    "own": {"long_name": "the same under the model that wrote it", "units": "nats per token"},
    "counts": {"long_name": "occurrences of a token"},
    "repeated": {"long_name": "share of 4-grams that occurred before in their sequence"},
    "distinct": {"long_name": "different 4-grams, as a share of all"},
    "prompts": {"long_name": "tokens of our prompts"},
    "samples": {"long_name": "tokens of the continuations of our prompts"},
    "tokenizer": {"long_name": "the tokenizer, as UTF-8 bytes of JSON"},
}


def prepare(preset: str, data: str | None) -> LanguageTask:
    """Load the text, cut it into blocks, and find the base model or what it will be trained on.

    The paper's preset wants OPT-125m, in the folder `opt-125m` within `data` or from the
    Hugging Face hub.
    Raises ValueError for a text that cannot be read or is too short, OSError without weights.
    """
    return prepared(f"language-{preset}", PRESETS[preset], data)


def prepared(name: str, chosen: Preset, data: str | None) -> LanguageTask:
    """The task of a preset; it may be another experiment's that has the same models."""
    text = known(chosen.source) if data is None else load_text(data)
    if chosen.base is None:
        place = Path(data or ".") / "opt-125m"
        weights = str(place) if place.is_dir() else OPT
        model = LanguageModel.pretrained(weights)
        tokenizer = load_tokenizer(weights)
        foundation = None
        train = text.train
    else:
        text = prose(text)
        train, old = halves(text, chosen.share)
        tokenizer = train_tokenizer(text.train, chosen.base.vocabulary)
        size = tokenizer.get_vocab_size()
        model = chosen.base.network(size)
        ids = encode(tokenizer, ordinary(old))
        foundation = Pretraining(model, cut("base model's", ids, 2 * chosen.length), chosen.base)
    blocks = {
        part: cut(part, encode(tokenizer, words), chosen.length, most)
        for part, words, most in (
            ("training", train, chosen.blocks),
            ("validation", text.valid, chosen.heldout),
            ("test", text.test, chosen.heldout),
        )
    }
    model = replace(
        model,
        validation=blocks["validation"],
        length=chosen.length,
        batch_size=chosen.batch_size,
        device=device(0),
    )
    written = PROMPTS[text.name if text.name in PROMPTS else "wikitext-2"]
    prompts = ends([encode(tokenizer, prompt) for prompt in written])
    libraries = [f"{each} {metadata.version(each)}" for each in ("transformers", "tokenizers")]
    about: dict[str, str | int | float] = {
        "data": text.name,
        "checksum": text.checksum,
        "model": repr(model),
        "blocks": ", ".join(f"{part} {len(b)}" for part, b in blocks.items()),
        "base_blocks": 0 if foundation is None else len(foundation.blocks),
        "device": model.device,
        "libraries": ", ".join(libraries),
    }
    return LanguageTask(
        name=name,
        chains=chosen.chains(),
        about=about,
        foundation=foundation,
        model=model,
        train=blocks["training"],
        test=blocks["test"],
        prompts=prompts,
        given={
            "prompts": prompts.astype(np.int32),
            "tokenizer": np.frombuffer(tokenizer.to_str().encode(), np.uint8),
            **sequences.pairs(blocks["training"]),
        },
        vocabulary=tokenizer.get_vocab_size(),
    )


def halves(text: Text, share: float) -> tuple[str, str]:
    """The training text cut at the end of a line after this share of it.

    Raises ValueError where no line ends there: the base model would have nothing to learn from.
    """
    cut_at = text.train.find("\n", int(len(text.train) * share))
    if cut_at < 0:
        lines = text.train.count("\n") + 1
        raise ValueError(
            f"the training text of {text.name} must have lines, a paragraph each, that end after "
            f"{share:.0%} of it, got {lines} line{'s' * (lines != 1)}: the rest is what the base "
            "model learns from"
        )
    return text.train[:cut_at], text.train[cut_at:]


def device(number: int) -> str:
    """The GPU for chain `number`, where PyTorch finds any; of several each takes its turn."""
    import torch

    gpus = torch.cuda.device_count()
    return f"cuda:{number % gpus}" if gpus else "cpu"


@dataclass
class LanguageTask:
    """Generation 0 is the real text; model g learns from generation g - 1, and writes g.

    Every block of the real text is continued by the model, and the continuations, in their
    order, are the new text. What is kept of the real text takes the place of as many
    of them, at random; or as many blocks as one text has are drawn from all texts so far.
    The model of generation 1, trained on real text, judges all generations.
    Generation 0's own perplexity is that of the base model, before it has seen the text.
    """

    name: str
    chains: list[Chain]
    about: dict[str, str | int | float]
    foundation: Pretraining | None
    model: LanguageModel
    train: np.ndarray
    test: np.ndarray
    prompts: np.ndarray
    given: Record
    vocabulary: int
    stores_base: bool = True
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: LABELS)

    def build_on(self, memory: Record) -> None:
        """Take the base model that the foundation has trained, rounded to what is stored."""
        base = memory["weights"].astype(np.float16).view(np.int16)
        self.model = replace(self.model, start=stored_base(self.model.config, base))
        if self.stores_base:
            self.given["base"] = base

    def kept(self, generation: int) -> bool:
        """Every generation is kept."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """Train the first model on the real text, and look at that text with it."""
        settings = self.settings(chain)
        first = self.fit(chain, self.train, streams(chain, 1)[0], tell)
        record = self.look(self.train, first, settings, streams(chain, 0)[2])
        return record, pack("first", first) | pack("newest", first)

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Train a model on the text before, and let it write the next."""
        settings = self.settings(chain)
        first, model = (unpack(part, settings, memory) for part in ("first", "newest"))
        learning, choosing, writing = streams(chain, generation)
        if generation > 1:  # the first model is trained already
            blocks = self.chosen(chain, memory["texts"].astype(np.int64), choosing)
            model = self.fit(chain, blocks, learning, tell)
        text = self.written(
            chain, first, model, writing, lambda words, share: tell(words, 0.5 + 0.5 * share)
        )
        record = self.look(text, first, model, writing)
        texts = text[None].astype(np.int32)
        if generation > 1 and chain.where["past"] == "all":
            texts = np.concatenate([memory["texts"], texts])
        return record, pack("first", first) | pack("newest", model) | {"texts": texts}

    def written(
        self,
        chain: Chain,
        first: LanguageModel,
        model: LanguageModel,
        rng: np.random.Generator,
        tell: Tell,
    ) -> np.ndarray:
        """What the model writes, (size, length): a continuation of each block of real text."""
        return model.continued(self.train, rng=rng, tell=tell)

    def chosen(self, chain: Chain, texts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The blocks that a model learns from: as many as one text has, in every setting.

        texts: those written so far that the chain has a use for, (text, size, length).
        """
        if chain.where["past"] == "all":
            pool = np.concatenate([self.train, *texts])
            return pool[np.sort(rng.choice(len(pool), len(self.train), replace=False))]
        blocks = texts[-1]
        number = round(float(chain.where["kept"]) * len(blocks))
        rows = rng.choice(len(blocks), number, replace=False)
        blocks[rows] = self.train[rows]
        return blocks

    def settings(self, chain: Chain) -> LanguageModel:
        """The model of a chain before its first fit."""
        chosen = replace(
            self.model,
            penalty=float(chain.where["penalty"]),
            draw=chain.where["text"] == "drawn",
            epochs=int(chain.where["epochs"]),
            learning_rate=float(chain.where["rate"]),
            device=device(self.chains.index(chain)),
        )
        return replace(chosen, start={}) if chain.where["start"] == "scratch" else chosen

    def fit(
        self, chain: Chain, blocks: np.ndarray, rng: np.random.Generator, tell: Tell
    ) -> LanguageModel:
        """A new model, trained on these blocks.

        A model without a base must learn here what a text of twice the length is like: it, and
        what it is compared with, is given neighbouring blocks in one.
        """
        size = len(blocks) // int(chain.where["joined"])
        blocks = blocks[: size * int(chain.where["joined"])].reshape(size, -1)
        return self.settings(chain).fit(
            Points(blocks[None]), rng=rng, tell=lambda words, share: tell(words, 0.5 * share)
        )

    def look(
        self,
        text: np.ndarray,
        first: LanguageModel,
        model: LanguageModel,
        rng: np.random.Generator,
    ) -> Record:
        """What the result keeps of a text and of the model that wrote it.

        Generation 0 is nobody's: its model is the base model, or there is none.
        """
        untrained = not (model.weights or model.start)
        path = np.full(max(int(chain.where["epochs"]) for chain in self.chains), np.nan)
        path[: len(model.perplexity)] = model.perplexity
        writer = first if untrained else model
        loss, entropy = (
            (np.nan, np.nan)
            if untrained
            else (part.mean(dtype=float) for part in model.losses(self.test))
        )
        return {
            "perplexity": np.exp(np.asarray(loss)),
            "entropy": np.asarray(entropy),
            "validation": path,
            "best": np.asarray(float(model.best)),
            "surprisal": rounded(first.losses(text)[0]),
            "own": rounded(writer.losses(text)[0]),
            "counts": sequences.counts(text, self.vocabulary),
            "repeated": sequences.repeated(text).mean(dtype=float),
            "distinct": np.asarray(sequences.distinct(text)),
            "samples": writer.continued(self.prompts, rng=rng).astype(np.int32),
        }


def rounded(values: np.ndarray) -> np.ndarray:
    """To a thousandth, in binary: what is left compresses to half."""
    return (np.round(values * 1024) / 1024).astype(np.float32)


def ends(prompts: list[np.ndarray]) -> np.ndarray:
    """The last tokens of each prompt, as many as the shortest one has; (prompt, before)."""
    length = min(len(prompt) for prompt in prompts)
    return np.stack([prompt[-length:] for prompt in prompts])


def streams(chain: Chain, generation: int) -> list[np.random.Generator]:
    """The random numbers of a generation: for learning, choosing what is kept, and writing."""
    return np.random.default_rng([int(chain.where["seed"]), generation]).spawn(3)


def stored_base(config: str, base: np.ndarray) -> Record:
    """The weights of the base model from what a result holds of them."""
    from ..families import opt

    return opt.shaped(config, base.view(np.float16))


def pack(part: str, model: LanguageModel) -> Record:
    """What is needed to have the fitted model again, under names that begin with `part`."""
    from ..families import opt

    return {
        f"{part}_weights": opt.flat(model.weights),
        f"{part}_perplexity": np.array(model.perplexity),
        f"{part}_best": np.array(model.best),
    }


def unpack(part: str, settings: LanguageModel, memory: Record) -> LanguageModel:
    """The model that `pack` packed."""
    from ..families import opt

    return replace(
        settings,
        weights=opt.shaped(settings.config, memory[f"{part}_weights"]),
        perplexity=tuple(memory[f"{part}_perplexity"].tolist()),
        best=int(memory[f"{part}_best"]),
    )
