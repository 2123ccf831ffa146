"""Why networks forget MNIST sooner than the linear theory says: one thing is changed at a time.

The stored run of the experiment `vae` loses its pictures in a third of the time that the linear
autoencoder would need. Each variation here has the same pictures, the same number of them in every
generation and, where its name does not say otherwise, the same 800 steps of training.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..datasets.points import Points
from ..families.vae import VAE
from .images import Images, digits, load_images
from .task import Chain, Record, Tell
from .vae import ACTIVE, streams

RARE = 0.01  # pixels that are nearly always black get the noise of a pixel that is grey this often
DIRECTIONS = 40  # so many eigenvalues of the real pictures are kept for the derived line
LABELS = {
    "diversity": {"long_name": "variance of the decoder's means, real = 1"},
    "encoded": {"long_name": "the same for latents that the encoder gave, not the prior"},
    "active": {"long_name": "latents that the model uses"},
    "kl": {"long_name": "KL divergence under the model's own encoder", "units": "nats"},
    "eigenvalues": {"long_name": "largest eigenvalues of real pictures, in units of the noise"},
    "weight": {"long_name": "share of the pixels' variance of one unit in that direction"},
}
DIMS: dict[str, tuple[str, ...]] = {
    "eigenvalues": ("pictures", "direction"),
    "weight": ("pictures", "direction"),
}


@dataclass(frozen=True)
class Variation:
    """What a chain trains, and what it passes on.

    scaled: pixels are divided by the standard deviation of the Bernoulli noise at the mean
    picture, so that its Gaussian counterpart has the variance 1 (a little more where a pixel is
    nearly always black, or rare pixels make the training diverge). own: in as many epochs more,
    each picture's latents have a mean and a variance of their own, without an encoder. prior: the
    latents of new pictures come from the prior; otherwise from the encoder.
    """

    model: VAE
    scaled: bool = False
    own: bool = False
    prior: bool = True


BASE = VAE(latent=20, hidden=(100,), epochs=40, batch_size=100, learning_rate=2e-3)
LINEAR = replace(BASE, hidden=(), learning_rate=1e-2)  # one layer learns slowly at 2e-3
GAUSSIAN: dict[str, Any] = {"likelihood": "gaussian", "noise": 1.0}
VARIATIONS = {
    "base": Variation(BASE),
    "linear, Gaussian": Variation(replace(LINEAR, **GAUSSIAN), scaled=True),
    "linear": Variation(LINEAR),
    "encoded latents": Variation(BASE, prior=False),
    "Gaussian": Variation(replace(BASE, **GAUSSIAN), scaled=True),
    "drawn pixels": Variation(replace(BASE, sample_means=False)),
    "own latents": Variation(BASE, own=True),
    "3 times the epochs": Variation(replace(BASE, epochs=120)),
}
PRESETS = {  # generations, seeds, pictures, and the share of the epochs that is trained
    "smoke": (2, 1, 300, 0.1),
    "book": (4, 2, 2000, 1.0),
    "paper": (20, 5, 60_000, 1.0),
}
STORED_RUN = 10_000  # pictures of the experiment `vae`, whose eigenvalues are kept as well


def prepare(preset: str, data: str | None) -> Forgetting:
    """Load the pictures; the smoke preset takes the digits unless `data` says otherwise."""
    images = digits() if preset == "smoke" and data is None else load_images(data)
    generations, seeds, size, share = PRESETS[preset]
    chains = [
        Chain({"changed": name, "seed": seed}, generations, cost(variation))
        for seed in range(seeds)
        for name, variation in VARIATIONS.items()
    ]
    about: dict[str, str | int | float] = {
        "data": images.name,
        "checksum": images.checksum,
        "training_images": min(size, len(images.train)),
        "model": repr(BASE),
        "share_of_epochs": share,
    }
    return Forgetting(f"forgetting-{preset}", chains, about, images, size, share)


def cost(variation: Variation) -> float:
    """Of a generation, relative to the base."""
    return variation.model.epochs / BASE.epochs * (2 if variation.own else 1)


def noise_units(pictures: np.ndarray, least: float = 1e-6) -> np.ndarray:
    r"""The standard deviation $\sqrt{\bar p(1-\bar p)}$ of each pixel's noise, (pixels,).

    least: of the variance, since some pixels are always 0.
    """
    mean = pictures.mean(axis=0, dtype=float)
    return np.sqrt(np.maximum(mean * (1 - mean), least))


def directions(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The largest eigenvalues of pictures in units of the noise, and what one unit of each weighs.

    The weight is a share of the variance that the pixels have together.
    """
    unit = noise_units(pictures)
    values, vectors = np.linalg.eigh(np.cov((pictures / unit).T))
    weight = ((vectors * unit[:, None]) ** 2).sum(axis=0) / pictures.var(axis=0, dtype=float).sum()
    return values[::-1][:DIRECTIONS], weight[::-1][:DIRECTIONS]


@dataclass
class Forgetting:
    """Generation 0 is the real pictures; model n is trained on what model n - 1 has made."""

    name: str
    chains: list[Chain]
    about: dict[str, str | int | float]
    images: Images
    size: int
    share: float
    dims: dict[str, tuple[str, ...]] = field(default_factory=lambda: DIMS)
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: LABELS)

    @property
    def real(self) -> np.ndarray:
        """The pictures of generation 0, (size, pixels)."""
        return self.images.train[: self.size]

    @property
    def coords(self) -> dict[str, list[int]]:
        """Of how many pictures the eigenvalues are."""
        return {"pictures": [self.size, STORED_RUN]}

    @property
    def given(self) -> Record:
        """The real pictures' directions, from which the derived line is made."""
        found = [directions(self.images.train[:size]) for size in (self.size, STORED_RUN)]
        values, weight = (np.stack(part) for part in zip(*found, strict=True))
        return {"eigenvalues": values, "weight": weight}

    def kept(self, generation: int) -> bool:
        """Every generation is kept."""
        return True

    def begin(self, chain: Chain, tell: Tell) -> tuple[Record, Record]:
        """The real pictures, which no model has made."""
        unknown = dict.fromkeys(("encoded", "active", "kl"), np.array(np.nan))
        return {"diversity": np.array(1.0)} | unknown, {"pictures": self.real}

    def advance(
        self, chain: Chain, generation: int, memory: Record, tell: Tell
    ) -> tuple[Record, Record]:
        """Train on the last generation's pictures, and make as many new ones."""
        variation = VARIATIONS[str(chain.where["changed"])]
        unit = noise_units(self.real, RARE) if variation.scaled else np.float32(1)
        pictures = (memory["pictures"] / unit).astype(np.float32)
        learning, drawing, encoding = streams(chain, generation)
        epochs = max(1, round(variation.model.epochs * self.share))
        model = replace(variation.model, epochs=epochs).fit(Points(pictures[None]), rng=learning)
        centre, variance = model.encode(pictures)
        if variation.own:
            model, centre, variance = each_its_own(model, pictures, centre, variance, learning)
        noise = encoding.standard_normal(centre.shape, dtype=np.float32)
        encoded = model.decode(centre + np.sqrt(variance) * noise) * unit
        prior = drawing.standard_normal(centre.shape, dtype=np.float32)
        means = model.decode(prior) * unit
        made = means if variation.prior else encoded
        if not variation.model.sample_means:
            made = (drawing.random(means.shape, np.float32) < means).astype(np.float32)
        whole = self.real.var(axis=0, dtype=float).sum()
        kl = 0.5 * (centre**2 + variance - 1 - np.log(variance)).sum(axis=1)
        record = {
            "diversity": means.var(axis=0, dtype=float).sum() / whole,
            "encoded": encoded.var(axis=0, dtype=float).sum() / whole,
            "active": (centre.var(axis=0) > ACTIVE).sum(dtype=float),
            "kl": kl.mean(dtype=float),
        }
        return {name: np.asarray(value) for name, value in record.items()}, {
            "pictures": made.astype(np.float32)
        }


def each_its_own(
    model: VAE,
    pictures: np.ndarray,
    centre: np.ndarray,
    variance: np.ndarray,
    rng: np.random.Generator,
) -> tuple[VAE, np.ndarray, np.ndarray]:
    """Train the decoder again as long, with a mean and a variance of its own for each picture.

    They begin where the encoder has put them, and go on by Adam at ten times the decoder's rate.
    So no encoder stands between the bound and its maximum over the laws of the latents.
    """
    import torch
    from torch.nn.functional import softplus

    from ..families import networks

    decoder: dict[str, Any] = {
        name: torch.tensor(value, requires_grad=True)
        for name, value in model.weights.items()
        if name.startswith("decoder")
    }
    start = np.hstack([centre, np.log(variance)]).astype(np.float32)
    table = torch.nn.Embedding.from_pretrained(torch.tensor(start), freeze=False, sparse=True)
    adam = torch.optim.Adam(list(decoder.values()), lr=model.learning_rate)
    row_adam = torch.optim.SparseAdam(list(table.parameters()), lr=10 * model.learning_rate)
    generator = torch.Generator().manual_seed(int(rng.integers(2**63)))
    x, size = torch.tensor(pictures), model.batch_size
    with networks.one_thread():
        for epoch in range(model.epochs):
            order = torch.randperm(len(x), generator=generator)
            for rows in order[: len(x) // size * size].split(size):
                rate = model.learning_rate * (1 - epoch / model.epochs)
                adam.param_groups[0]["lr"] = rate
                row_adam.param_groups[0]["lr"] = 10 * rate
                mean, log_variance = table(rows).chunk(2, dim=1)
                eps = torch.randn(mean.shape, generator=generator)
                output = networks.forward(decoder, "decoder", mean + (log_variance / 2).exp() * eps)
                likelihood = (x[rows] * output - softplus(output)).sum(1)
                kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
                adam.zero_grad()
                row_adam.zero_grad()
                (size * (kl - likelihood).mean()).backward()  # a row of the table has one picture
                for value in decoder.values():
                    value.grad /= size
                adam.step()
                row_adam.step()
    trained = {name: value.detach().numpy() for name, value in decoder.items()}
    found = table.weight.detach().numpy()
    latent = model.latent
    model = replace(model, weights=model.weights | trained)
    return model, found[:, :latent], np.exp(found[:, latent:])
