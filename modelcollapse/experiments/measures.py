"""What is measured of a generation's pictures: numbers for what the eye sees."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ..families.vae import VAE
from .images import Images
from .task import Record

EDGES = np.linspace(-4, 4, 81)  # of the bins of the latents' density
SHOWN = {"digits": 25, "mnist": 16}  # pictures that the result keeps of each generation
DIMS = {
    "images": ("image", "row", "column"),
    "classes": ("class",),
    "latent_density": ("latent_bin",),
}
LABELS = {
    "images": {"long_name": "pictures"},
    "classes": {"long_name": "share of the class"},
    "confidence": {"long_name": "confidence of the classifier"},
    "diversity": {"long_name": "variance of the pictures, real = 1"},
    "latent_density": {"long_name": "density of the first encoder's means", "symbol": "μ(x)"},
    "latent_variance": {"long_name": "variance of the first encoder's means"},
    "latent_width": {"long_name": "variance that the first encoder gives a latent"},
    "latent_kl": {"long_name": "KL divergence under the first encoder", "units": "nats"},
    "elbo_own": {"long_name": "ELBO on the model's own training data", "units": "nats"},
    "elbo_real": {"long_name": "ELBO on real pictures", "units": "nats"},
    "kl_own": {"long_name": "KL divergence under the model's own encoder", "units": "nats"},
    "active": {"long_name": "latents that the model uses"},
}


def classifier(images: Images) -> Any:
    """A perceptron that names the class of a picture, trained once on all real ones."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    if len(images.classes) < 2:
        raise ValueError(
            f"data must have pictures of at least two classes, got {len(images.classes)} in "
            f"{images.name}"
        )
    epochs = 60 if images.like == "digits" else 6
    size = min(100, len(images.train))
    judge = MLPClassifier((100,), batch_size=size, max_iter=epochs, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a fixed number of epochs will do
        return judge.fit(images.train, images.train_labels)


def look(pictures: np.ndarray, real: Images, judge: Any, first: VAE) -> Record:
    r"""What the result keeps of a generation's pictures, (size, pixels) in [0, 1].

    judge: the classifier. first: the model that was trained on the real pictures; its encoder
    gives each picture the latents $N(\mu_k(x), \sigma_k^2(x))$. Their density is that of the
    means $\mu_k$, all coordinates k together (Figure 8); `latent_variance` is the variance of
    those means, `latent_width` the mean of $\sigma_k^2$: the encoder grows more confident if
    that falls. `diversity`: the variance summed over pixels, real pictures = 1.
    """
    shown = np.rint(255 * pictures[: SHOWN[real.like]]).astype(np.uint8)
    guesses = judge.predict_proba(pictures)
    classes = np.bincount(guesses.argmax(axis=1), minlength=guesses.shape[1])
    mean, variance = first.encode(pictures)
    counts, _ = np.histogram(mean, EDGES)
    kl = 0.5 * (mean**2 + variance - 1 - np.log(variance)).sum(axis=1)
    spread = [data.var(axis=0, dtype=float).sum() for data in (pictures, real.train)]
    return {
        "images": shown.reshape(-1, *real.shape),
        "classes": classes / len(pictures),
        "confidence": guesses.max(axis=1).mean(dtype=float),
        "diversity": spread[0] / spread[1],
        "latent_density": counts / mean.size / np.diff(EDGES),
        "latent_variance": mean.var(dtype=float),
        "latent_width": variance.mean(dtype=float),
        "latent_kl": kl.mean(dtype=float),
    }
