r"""The linear variational autoencoder, which is probabilistic principal component analysis.

x = W z + b + noise of variance s^2 in every direction, with z standard normal of L dimensions.
All is said by eigenvalues of covariances, in squared units of the data; the fits see the whole
law, so that there is no sampling error. Chapter "Variational autoencoders".
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import sympy as sp

from ..validation import told
from .arguments import count, entries, scale


def noise_level(value: Any) -> sp.Expr:
    """The variance of the decoder's noise, above 0."""
    noise = scale("noise", value)
    if noise.is_zero:
        raise ValueError(f"noise must be above 0, got {told(value)}")
    return noise


def spectrum(eigenvalues: Any, latents: Any) -> tuple[list[sp.Expr], int]:
    """Checked eigenvalues, the largest first, and a checked number of latents."""
    each = entries("eigenvalues", eigenvalues, "of numbers or symbols")
    values = [scale(f"eigenvalues[{i}]", value) for i, value in enumerate(each)]
    if not values:
        raise ValueError("eigenvalues must hold at least one, got none")
    if any((b - a).is_positive for a, b in pairwise(values)):
        raise ValueError(f"eigenvalues must have the largest first, got {told(each)}")
    q = count("latents", latents, 1)
    if not q.is_Integer or q > len(values):
        raise ValueError(f"latents must be a number of at most {len(values)}, got {told(latents)}")
    return values, int(q)


def refit(eigenvalues: Any, latents: int, noise: Any) -> list[sp.Expr]:
    r"""Eigenvalues of the covariance of the linear autoencoder fitted to a law.

    $\max(\lambda_i, s^2)$ for $i \le L$ and $s^2$ for the others: the best evidence lower bound.
    Less s^2, they are the eigenvalues of the law of the decoder's means. Tipping and Bishop
    (1999), with s^2 fixed.

    Parameters
    ----------
    eigenvalues
        Of the law's covariance, the largest first.
    latents, noise
        L, at most the number of eigenvalues, and s^2, above 0.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> refit([4, 2, 1], 1, 0.5)
    [4, 1/2, 1/2]
    """
    values, q = spectrum(eigenvalues, latents)
    noise = noise_level(noise)
    return [sp.Max(value, noise) if i < q else noise for i, value in enumerate(values)]


def learned_noise(eigenvalues: Any, latents: int) -> sp.Expr:
    r"""The most probable variance of the noise: the mean of the eigenvalues left out.

    $s^2 = \frac1{N-L}\sum_{i>L}\lambda_i$. Tipping and Bishop (1999).

    Parameters
    ----------
    eigenvalues, latents
        $\lambda_1 \ge \dots \ge \lambda_N$, the largest first, and L < N.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> learned_noise([4, 2, 1], 1)
    3/2
    """
    values, q = spectrum(eigenvalues, latents)
    if q == len(values):
        raise ValueError(f"latents must be fewer than the {q} eigenvalues, got {told(latents)}")
    return sp.Add(*values[q:]) / (len(values) - q)


def decoder_means(eigenvalue: Any, noise: Any, n: int | sp.Expr) -> sp.Expr:
    r"""Variance left along one direction after n generations of learning from decoder means.

    $\max(\lambda - n s^2, 0)$.

    Parameters
    ----------
    eigenvalue
        One of the L largest, $\lambda \ge 0$, of the original covariance.
    noise, n
        $s^2 > 0$, the same in every fit, and generations, at least 0.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> decoder_means(4, 0.5, 3)
    5/2
    """
    lost = count("n", n, 0) * noise_level(noise)
    return sp.Max(scale("eigenvalue", eigenvalue) - lost, 0)


def lifetime(eigenvalue: Any, noise: Any) -> sp.Expr:
    r"""The generation in which a direction is lost to decoder means, $\lceil\lambda/s^2\rceil$.

    The first generation without variance in `decoder_means`.

    Parameters
    ----------
    eigenvalue, noise
        As in `decoder_means`.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> lifetime(4, 0.5)
    8
    """
    return sp.ceiling(scale("eigenvalue", eigenvalue) / noise_level(noise))


def latent_variance(eigenvalue: Any, noise: Any, n: int | sp.Expr) -> sp.Expr:
    r"""Variance of the first encoder's mean, when it is shown the decoder means of generation n.

    $\frac{\lambda - s^2}{\lambda^2}\,\max(\lambda - n s^2, 0)$: $1 - s^2/\lambda$ for the
    original data, n = 0, and 0 once the direction is lost. The encoder's own variance, which a
    latent drawn from it has besides, is $s^2/\lambda$ for all data. Figure 8 of the paper.

    Parameters
    ----------
    eigenvalue, noise, n
        As in `decoder_means`, with $\lambda > s^2$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> latent_variance(4, 0.5, 0)
    7/8
    """
    left = decoder_means(eigenvalue, noise, n)
    whole, noise = scale("eigenvalue", eigenvalue), noise_level(noise)
    if (whole - noise).is_nonpositive:
        raise ValueError(
            f"eigenvalue must be above the noise {told(noise)}, got {told(eigenvalue)}"
        )
    return (whole - noise) / whole**2 * left
