"""Variational autoencoders, each trained on what the last one generated (Figures 8 and 9)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..datasets.points import Points
from ..families.vae import VAE
from .images import Images, digits, load_images
from .measures import DIMS, EDGES, LABELS, classifier, look
from .task import Chain, Record, Tell

OWN = ("elbo_own", "elbo_real", "kl_own", "active")  # of the model of a generation
ACTIVE = 0.01  # a latent is used if its mean varies more than this (Burda et al. 2016)


@dataclass(frozen=True)
class Preset:
    """How much is done. The paper states the 20 generations alone; the rest is our choice."""

    model: VAE
    images: int
    generations: int = 20
    seeds: int = 5


DIGITS = VAE(latent=10, hidden=(200,), epochs=100, batch_size=100, learning_rate=3e-3)
MNIST = VAE(latent=20, hidden=(500,), epochs=8, batch_size=100, learning_rate=2e-3)
PRESETS = {
    ("smoke", "digits"): Preset(replace(DIGITS, epochs=10), 1500, generations=2, seeds=2),
    ("smoke", "mnist"): Preset(replace(MNIST, epochs=1), 2000, generations=2, seeds=2),
    ("book", "digits"): Preset(DIGITS, 1500),
    ("book", "mnist"): Preset(MNIST, 10_000),
    ("paper", "digits"): Preset(replace(DIGITS, epochs=300), 1500),
    ("paper", "mnist"): Preset(replace(MNIST, epochs=50), 60_000),
}


def prepare(preset: str, data: str | None) -> VaeTask:
    """Load the pictures and train the classifier that will look at all generations.

    The smoke preset takes the digits unless `data` says otherwise. Raises ValueError for data
    that cannot be read.
    """
    images = digits() if preset == "smoke" and data is None else load_images(data)
    chosen = PRESETS[preset, images.like]
    size = min(chosen.images, len(images.train))
    if not np.ptp(images.train[:size], axis=0).any():
        raise ValueError(f"data must have pictures that differ, got {size} alike in {images.name}")
    model = replace(chosen.model, device=device())
    judge = classifier(images)
    about: dict[str, str | int | float] = {
        "data": images.name,
        "checksum": images.checksum,
        "training_images": size,
        "test_images": len(images.test),
        "model": repr(model),
        "device": model.device,
        "classifier_accuracy": round(float(judge.score(images.test, images.test_labels)), 4),
        "latent_density_from": float(EDGES[0]),
        "latent_density_to": float(EDGES[-1]),
    }
    name = "vae-smoke" if preset == "smoke" else f"vae-{preset}-{images.name}"
    chains = [Chain({"seed": seed}, chosen.generations) for seed in range(chosen.seeds)]
    kept = replace(images, train=images.train[:size], train_labels=images.train_labels[:size])
    return VaeTask(name, chains, about, kept, model, judge)


def device() -> str:
    """The GPU where PyTorch finds one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


@dataclass
class VaeTask:
    """Generation 0 is the real pictures; model g is trained on generation g - 1 and makes g.

    Every generation has as many pictures as there are real ones, and they are the decoder's
    means for latents from N(0, I), as in the paper. They are not stored: the model draws them
    again. The first model is trained at the beginning, since its encoder looks at them all.
    """

    name: str
    chains: list[Chain]
    about: dict[str, str | int | float]
    images: Images
    model: VAE
    judge: Any
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: LABELS)

    @property
    def coords(self) -> dict[str, np.ndarray]:
        """The labels of the classes, which need not be 0, 1, … without a gap."""
        return {"class": self.judge.classes_}

    def kept(self, generation: int) -> bool:
        """Every generation is kept."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """Look at the real pictures, with the encoder of the model that they train."""
        real = self.images.train
        first = self.train(real, streams(chain, 1)[0], tell)
        record = self.look(real, first) | dict.fromkeys(OWN, np.array(np.nan))
        return record, pack("first", first) | pack("newest", first)

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Train a model on the last generation's pictures, and look at what it makes."""
        first, model = (unpack(part, self.model, memory) for part in ("first", "newest"))
        learning, drawing, testing = streams(chain, generation)
        trained_on = self.images.train
        if generation > 1:  # the first model is trained already
            trained_on = self.draw(model, streams(chain, generation - 1)[1])
            model = self.train(trained_on, learning, tell)
        own = {
            "elbo_own": np.array(model.reconstruction - model.kl),
            "elbo_real": model.elbo(self.images.test, rng=testing).total.mean(dtype=float),
            "kl_own": np.array(model.kl),
            "active": (model.encode(trained_on)[0].var(axis=0) > ACTIVE).sum(dtype=float),
        }
        record = self.look(self.draw(model, drawing), first) | own
        return record, pack("first", first) | pack("newest", model)

    def train(self, pictures: np.ndarray, rng: np.random.Generator, tell: Tell) -> VAE:
        """A new model, trained on these pictures."""
        epochs = self.model.epochs
        return self.model.fit(
            Points(pictures[None]),
            rng=rng,
            on_epoch=lambda k: tell(f"epoch {k} of {epochs}", k / epochs),
        )

    def look(self, pictures: np.ndarray, first: VAE) -> Record:
        """What the result keeps of a generation's pictures."""
        return look(pictures, self.images, self.judge, first)

    def draw(self, model: VAE, rng: np.random.Generator) -> np.ndarray:
        """As many pictures as there are real ones."""
        return model.sample(len(self.images.train), rng=rng).values[0]


def streams(chain: Chain, generation: int) -> list[np.random.Generator]:
    """The random numbers of a generation: for learning, drawing and testing."""
    return np.random.default_rng([int(chain.where["seed"]), generation]).spawn(3)


def pack(part: str, model: VAE) -> Record:
    """What is needed to have the fitted model again, under names that begin with `part`."""
    values = {"reconstruction": np.array(model.reconstruction), "kl": np.array(model.kl)}
    return {f"{part}_{name}": value for name, value in (values | model.weights).items()}


def unpack(part: str, settings: VAE, memory: Record) -> VAE:
    """The model that `pack` packed."""
    values = {n.removeprefix(f"{part}_"): v for n, v in memory.items() if n.startswith(f"{part}_")}
    reconstruction, kl = (float(values.pop(name)) for name in ("reconstruction", "kl"))
    return replace(settings, weights=values, reconstruction=reconstruction, kl=kl)
