r"""The linear variational autoencoder, which is probabilistic principal component analysis.

x = W z + b + noise of variance s^2 in every direction, with z standard normal of L dimensions.
All is said by eigenvalues of covariances, in squared units of the data; the fits see the whole
law, so that there is no sampling error. Chapter "Variational autoencoders".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sympy as sp

from .arguments import count, scale


def noise_level(value: Any) -> sp.Expr:
    """The variance of the decoder's noise, above 0."""
    noise = scale("noise", value)
    if noise.is_zero:
        raise ValueError(f"noise must be above 0, got {value}")
    return noise


def spectrum(eigenvalues: Any, latents: Any) -> tuple[list[sp.Expr], int]:
    """Checked eigenvalues, the largest first, and a checked number of latents."""
    if isinstance(eigenvalues, (str, bytes)) or not (
        isinstance(eigenvalues, Sequence) or hasattr(eigenvalues, "tolist")
    ):
        raise TypeError(f"eigenvalues must be a sequence, got {eigenvalues!r}")
    values = [scale(f"eigenvalues[{i}]", value) for i, value in enumerate(eigenvalues)]
    if any((b - a).is_positive for a, b in pairwise(values)):
        raise ValueError(f"eigenvalues must have the largest first, got {list(eigenvalues)}")
    q = count("latents", latents, 1)
    if not q.is_Integer or q > len(values):
        raise ValueError(f"latents must be a number of at most {len(values)}, got {latents}")
    return values, int(q)


def refit(eigenvalues: Any, latents: int, noise: Any) -> list[sp.Expr]:
    r"""Eigenvalues of the covariance of the linear autoencoder fitted to a law.

    $\max(\lambda_i, s^2)$ for $i \le L$ and $s^2$ for the others: the best evidence lower bound.
    eigenvalues: of the law's covariance, the largest first; latents: L, at most their number;
    noise: s^2 > 0. Less s^2, they are the eigenvalues of the law of the decoder's means.
    Raises ValueError or TypeError otherwise. Tipping and Bishop (1999), with s^2 fixed.
    """
    values, q = spectrum(eigenvalues, latents)
    noise = noise_level(noise)
    return [sp.Max(value, noise) if i < q else noise for i, value in enumerate(values)]


def learned_noise(eigenvalues: Any, latents: int) -> sp.Expr:
    r"""The most probable variance of the noise: the mean of the eigenvalues left out.

    $s^2 = \frac1{N-L}\sum_{i>L}\lambda_i$ for eigenvalues $\lambda_1 \ge \dots \ge \lambda_N$,
    the largest first, and L < N latents. Raises ValueError or TypeError otherwise. Tipping and
    Bishop (1999).
    """
    values, q = spectrum(eigenvalues, latents)
    if q == len(values):
        raise ValueError(f"latents must be fewer than the {q} eigenvalues, got {latents}")
    return sp.Add(*values[q:]) / (len(values) - q)


def decoder_means(eigenvalue: Any, noise: Any, n: int | sp.Expr) -> sp.Expr:
    r"""Variance left along one direction after n generations of learning from decoder means.

    $\max(\lambda - n s^2, 0)$ for one of the L largest eigenvalues $\lambda \ge 0$ of the
    original covariance and noise $s^2 > 0$, the same in every fit; n >= 0. Raises ValueError or
    TypeError otherwise.
    """
    lost = count("n", n, 0) * noise_level(noise)
    return sp.Max(scale("eigenvalue", eigenvalue) - lost, 0)


def lifetime(eigenvalue: Any, noise: Any) -> sp.Expr:
    r"""The generation in which a direction is lost to decoder means, $\lceil\lambda/s^2\rceil$.

    Arguments as in `decoder_means`; its first generation without variance.
    """
    return sp.ceiling(scale("eigenvalue", eigenvalue) / noise_level(noise))


def latent_variance(eigenvalue: Any, noise: Any, n: int | sp.Expr) -> sp.Expr:
    r"""Variance of the first encoder's mean, when it is shown the decoder means of generation n.

    $\frac{\lambda - s^2}{\lambda^2}\,\max(\lambda - n s^2, 0)$: $1 - s^2/\lambda$ for the
    original data, n = 0, and 0 once the direction is lost. The encoder's own variance, which a
    latent drawn from it has besides, is $s^2/\lambda$ for all data. Arguments as in
    `decoder_means`, with $\lambda > s^2$ (ValueError otherwise). Figure 8 of the paper.
    """
    left = decoder_means(eigenvalue, noise, n)
    whole, noise = scale("eigenvalue", eigenvalue), noise_level(noise)
    if (whole - noise).is_nonpositive:
        raise ValueError(f"eigenvalue must be above the noise {noise}, got {eigenvalue}")
    return (whole - noise) / whole**2 * left
