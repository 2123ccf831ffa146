"""The variational autoencoder of Kingma and Welling, trained from scratch in each generation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..datasets.points import Points
from ..validation import array, generator, integer, kind, one_of, plain, positive
from .base import Model
from .weights import checked, perceptrons

LARGEST = float(np.finfo(np.float32).max)


class Elbo(NamedTuple):
    """The evidence lower bound of each image, in its two parts, (size,), in nats."""

    reconstruction: np.ndarray
    kl: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The bound itself: reconstruction minus KL."""
        return self.reconstruction - self.kl


@dataclass(frozen=True, eq=False)
class VAE(Model):
    r"""The autoencoder of Kingma and Welling (2014): $z \sim N(0, I)$, $x \sim p(x \mid z)$.

    Its fit maximises the evidence lower bound
    $E_q \log p(x \mid z) - \mathrm{KL}(q(z \mid x) \,\|\, p(z))$, from new random weights,
    by Adam (they took Adagrad) at a learning rate that falls to 0 along a line. The decoder
    starts from the mean of the data. The weights depend on the seed alone, not on the number of
    threads. Section 5.1 of the paper; chapter "Variational autoencoders".

    Parameters
    ----------
    latent
        Number of latent dimensions.
    hidden
        Widths of the encoder's hidden layers, tanh; the decoder has them in reverse; () is the
        linear autoencoder.
    likelihood, noise
        "bernoulli", for data in [0, 1], or "gaussian", with the variance `noise` in every
        dimension.
    epochs, batch_size, learning_rate
        Of the fit.
    sample_means
        True: `sample` returns the decoder's means, as the paper does; False: draws from
        p(x | z).
    device
        "cpu" or "cuda".
    weights
        Float32 arrays by name, {} before a fit (see networks.py).
    reconstruction, kl
        The two parts of the bound on the training data, which a fit fills in.

    Raises
    ------
    ValueError, TypeError
        For settings that are out of range, and weights of another network.

    Examples
    --------
    >>> model = VAE(latent=1, hidden=(), epochs=1).fit([[0.0, 1.0], [1.0, 0.0]], rng=0)
    >>> model.sample(3, rng=1)
    Points of 1 replicates, 3 points each in 2 dimensions
    """

    latent: int = 20
    hidden: tuple[int, ...] = (500,)
    likelihood: str = "bernoulli"
    noise: float = 0.1
    epochs: int = 20
    batch_size: int = 100
    learning_rate: float = 1e-3
    sample_means: bool = True
    device: str = "cpu"
    weights: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    reconstruction: float = field(default=np.nan, repr=False)
    kl: float = field(default=np.nan, repr=False)

    data: ClassVar[type] = Points
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "elbo": {"long_name": "evidence lower bound", "units": "nats per point"},
        "reconstruction": {"long_name": "reconstruction", "units": "nats per point"},
        "kl": {"long_name": "KL divergence of the latents", "units": "nats per point"},
    }

    def __post_init__(self) -> None:
        for name in ("latent", "epochs", "batch_size"):
            object.__setattr__(self, name, integer(name, getattr(self, name), 1))
        if not isinstance(self.hidden, tuple):
            raise TypeError(f"hidden must be a tuple of widths, got {kind(self.hidden)}")
        for k, width in enumerate(self.hidden):
            integer(f"hidden[{k}]", width, 1)
        object.__setattr__(self, "hidden", tuple(int(width) for width in self.hidden))
        for name in ("noise", "learning_rate"):
            positive(name, getattr(self, name))
        one_of("likelihood", self.likelihood, ("bernoulli", "gaussian"))
        one_of("device", self.device, ("cpu", "cuda"))
        if not isinstance(self.sample_means, (bool, np.bool_)):
            raise TypeError(f"sample_means must be True or False, got {kind(self.sample_means)}")
        if not isinstance(self.weights, dict):
            raise TypeError(f"weights must be a dict of arrays by name, got {kind(self.weights)}")
        if self.weights:
            object.__setattr__(self, "weights", self._ours(self.weights))

    def _ours(self, weights: Any) -> dict[str, np.ndarray]:
        """Weights that are given, if they are those of this network; its dimension is theirs."""
        first = plain("weights", weights.get("encoder_weight_0") if weights else None)
        dimension = len(first) if np.ndim(first) else 1
        widths = (dimension, *self.hidden)
        shapes = perceptrons((*widths, 2 * self.latent), (self.latent, *widths[::-1]))
        return checked("weights", weights, shapes)

    @property
    def point(self) -> tuple[int, ...] | None:
        """The shape of a point; None before a fit, which takes the data's."""
        return (self.weights["encoder_weight_0"].shape[0],) if self.weights else None

    def fit(
        self,
        data: Any,
        *,
        rng: np.random.Generator,
        on_epoch: Callable[[int], None] | None = None,
    ) -> VAE:
        """Train new weights on points; on_epoch(k) is called after epoch k.

        data: `Points` of one replicate, (1, size, dimension), or what holds numbers, (size,
        dimension). Raises ValueError for data of another shape or, with the Bernoulli
        likelihood, outside [0, 1], and FloatingPointError where the training diverges.
        """
        from . import networks

        rng = generator(rng)
        points = data if isinstance(data, Points) else Points.one(data)
        if points.values.ndim != 3 or len(points.values) != 1 or not points.values.size:
            raise ValueError(
                "data must be one replicate of points, (1, size, dimension), "
                f"got {points.values.shape}"
            )
        x = self._checked("data", points.values[0])
        widths = (x.shape[1], *self.hidden)
        output = x.mean(axis=0, dtype=float)  # without it the latents' mean must do this work,
        if self.likelihood == "bernoulli":  # and latents from the prior look like negatives
            output = np.clip(output, 1e-3, 1 - 1e-3)
            output = np.log(output / (1 - output))
        start = networks.initial(
            (*widths, 2 * self.latent), (self.latent, *widths[::-1]), output, rng
        )
        trained = networks.train(
            start,
            x,
            noise=self._variance,
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            seed=int(rng.integers(2**63)),
            device=self.device,
            on_epoch=on_epoch,
        )
        fitted = replace(self, weights=trained)
        parts = fitted.elbo(x, rng=rng)
        return replace(
            fitted, reconstruction=float(parts.reconstruction.mean()), kl=float(parts.kl.mean())
        )

    def sample(self, size: int, *, rng: np.random.Generator, source: object = None) -> Points:
        """Draw `size` latents from N(0, I) and decode them; (1, size, dimension), float32.

        What comes back are the decoder's means or, without `sample_means`, draws from
        p(x | z). `source` is not used. Raises ValueError before a fit.
        """
        size, rng = integer("size", size, 0), generator(rng)
        means = self.decode(rng.standard_normal((size, self.latent), dtype=np.float32))
        if self.sample_means:
            return Points(means[None])
        if self.likelihood == "bernoulli":
            return Points((rng.random(means.shape, np.float32) < means).astype(np.float32)[None])
        noise = np.sqrt(self.noise) * rng.standard_normal(means.shape, np.float32)
        return Points((means + noise.astype(np.float32))[None])

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: the ELBO on the training data and its two parts, NaN before a fit."""
        return {
            "elbo": np.asarray(self.reconstruction - self.kl),
            "reconstruction": np.asarray(self.reconstruction),
            "kl": np.asarray(self.kl),
        }

    def encode(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance of q(z | x), both (size, latent), for points x, (size, dimension)."""
        from . import networks

        out = networks.apply(self._trained, "encoder", self._checked("x", x), self.device)
        return out[:, : self.latent], np.exp(out[:, self.latent :])

    def decode(self, z: np.ndarray) -> np.ndarray:
        """The mean of p(x | z), (size, dimension); z: (size, latent)."""
        from . import networks

        z = array("z", z)
        if z.ndim != 2 or z.shape[1] != self.latent:
            raise ValueError(f"z must have the shape (size, {self.latent}), got {z.shape}")
        out = networks.apply(self._trained, "decoder", single("z", z), self.device)
        return out if self.likelihood == "gaussian" else 1 / (1 + np.exp(-out))

    def elbo(self, x: np.ndarray, *, rng: np.random.Generator) -> Elbo:
        """The evidence lower bound of points x, (size, dimension), from one draw of z for each."""
        from . import networks

        x, rng = self._checked("x", x), generator(rng)
        eps = rng.standard_normal((len(x), self.latent), dtype=np.float32)
        return Elbo(*networks.bounds(self._trained, x, eps, self._variance, self.device))

    @property
    def _variance(self) -> float | None:
        """The variance of the Gaussian likelihood; None stands for the Bernoulli one."""
        return self.noise if self.likelihood == "gaussian" else None

    @property
    def _trained(self) -> dict[str, np.ndarray]:
        """The weights, if there are any."""
        if not self.weights:
            raise ValueError("the VAE has no weights yet: fit it to data first")
        return self.weights

    def _checked(self, name: str, x: np.ndarray) -> np.ndarray:
        """Points as float32, of the right shape and within the likelihood's range."""
        x = array(name, x)
        wanted = self.point[0] if self.point else None
        if x.ndim != 2 or not x.size or wanted not in (None, x.shape[1]):
            raise ValueError(
                f"{name} must have the shape (size, {wanted or 'dimension'}), got {x.shape}"
            )
        if self.likelihood == "bernoulli" and not (x.min() >= 0 and x.max() <= 1):
            raise ValueError(
                f"{name} must lie between 0 and 1 for the Bernoulli likelihood, "
                f"got values from {x.min():g} to {x.max():g}"
            )
        return single(name, x)


def single(name: str, x: np.ndarray) -> np.ndarray:
    """The numbers in single precision, in which the networks compute."""
    if x.size and np.abs(x).max() > LARGEST:
        raise ValueError(
            f"{name} must lie between -{LARGEST:.3g} and {LARGEST:.3g}, got values from "
            f"{x.min():g} to {x.max():g}"
        )
    return x.astype(np.float32)
