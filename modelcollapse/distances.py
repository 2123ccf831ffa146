"""Distances between laws."""

from __future__ import annotations

import numpy as np
import xarray as xr

from .families.gaussian import Gaussian
from .families.mixture import GaussianMixture
from .families.multivariate import MultivariateGaussian, bures, bures_of_roots
from .validation import kind, told


def wasserstein2(
    a: Gaussian | MultivariateGaussian, b: Gaussian | MultivariateGaussian
) -> float | np.ndarray:
    r"""The Wasserstein-2 distance of two Gaussians, in the units of the data.

    $W_2^2 = |\mu_a-\mu_b|^2 + \mathrm{Tr}(\Sigma_a + \Sigma_b
    - 2(\Sigma_b^{1/2}\Sigma_a\Sigma_b^{1/2})^{1/2})$; in one dimension
    $(\mu_a-\mu_b)^2 + (\sigma_a-\sigma_b)^2$. a, b: Gaussians of the same dimension; arrays
    of replicates give an array (replicates,). Raises TypeError for anything else, ValueError
    for different dimensions. Section 4.2 of the paper; chapter "The Wasserstein risk".
    """
    for name, value in (("a", a), ("b", b)):
        if not isinstance(value, (Gaussian, MultivariateGaussian)):
            raise TypeError(f"{name} must be a Gaussian, got {kind(value)}")
    if isinstance(a, Gaussian) and isinstance(b, Gaussian):
        return np.hypot(np.subtract(a.mu, b.mu), np.subtract(a.sigma, b.sigma))
    if isinstance(a, Gaussian) or isinstance(b, Gaussian) or a.mean.shape[-1] != b.mean.shape[-1]:
        raise ValueError(f"a and b must have the same dimension, got {told(a)} and {told(b)}")
    return np.sqrt(((a.mean - b.mean) ** 2).sum(-1) + bures_of_roots(a.factor, b.factor))


def squared_distance(trace: xr.Dataset) -> xr.DataArray:
    r"""W_2^2 of every generation to generation 0, in squared units of the data.

    trace: what `run` or `sweep` returns for a Gaussian family. Dims as the trace's, without
    the components. Its mean over replicates estimates the risk E R. Raises ValueError for a
    trace of another family. Chapter "The Wasserstein risk".
    """
    first = original(trace)
    names = set(trace.data_vars)
    if {"mu", "sigma"} <= names:
        gaps = trace[["mu", "sigma"]] - first[["mu", "sigma"]]
        squared = gaps.mu**2 + gaps.sigma**2
    elif {"mean", "cov"} <= names:
        shift = ((trace["mean"] - first["mean"]) ** 2).sum("component")
        name, distance = ("factor", bures_of_roots) if "factor" in names else ("cov", bures)
        axes = ["component", "component_"]
        squared = shift + xr.apply_ufunc(
            distance, trace[name], first[name], input_core_dims=[axes, axes]
        )
        squared = squared.transpose(*shift.dims)
    else:
        raise ValueError(
            "trace must record mu and sigma, or mean and cov, as Gaussian families do; "
            f"got {sorted(map(str, names))}"
        )
    squared.attrs.update(long_name="squared Wasserstein-2 distance to generation 0", symbol="Rₙ")
    return squared.rename("squared_distance")


def original(trace: xr.Dataset) -> xr.Dataset:
    """Generation 0 of a trace, the original law; raises ValueError where it was cut off."""
    if not isinstance(trace, xr.Dataset):
        raise TypeError(f"trace must be the Dataset that `run` returns, got {kind(trace)}")
    if "generation" not in trace.dims or 0 not in trace.generation:
        there = trace.generation.values[:1].tolist() if "generation" in trace.dims else "none"
        raise ValueError(
            "trace must hold generation 0, the original law, to which distances are measured; its "
            f"first generation is {there}: choose generations after measuring"
        )
    return trace.sel(generation=0)


Mixture = tuple[np.ndarray, ...]  # weights (..., K), means (..., K, N), covs (..., K, N, N)


def overlap(p: Mixture, q: Mixture) -> np.ndarray:
    r"""$\int p q = \sum_{ij} w_i v_j\,\mathcal N(m_i - n_j; 0, S_i + T_j)$."""
    (w, m, S), (v, n, T) = p, q
    sums = S[..., :, None, :, :] + T[..., None, :, :, :]
    missing = np.isnan(sums)  # a shorter run has NaN in its last generations
    values, axes = np.linalg.eigh(np.where(missing, 0, sums))
    gaps = np.einsum("...i,...ij->...j", m[..., :, None, :] - n[..., None, :, :], axes)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.maximum(values, 0)
        squares = np.where(gaps == 0, 0, gaps**2 / values).sum(-1)
        heights = np.exp(-0.5 * (squares + np.log(2 * np.pi * values).sum(-1)))
    heights = np.where(np.isinf(squares), 0, heights)  # beside a law without width
    shares = w[..., :, None] * v[..., None, :]
    return np.where(shares == 0, 0, shares * heights).sum((-2, -1))


def l2(p: Mixture, q: Mixture) -> np.ndarray:
    """The L2 distance; 0 for equal mixtures, whose four terms are the same to the last digit."""
    with np.errstate(invalid="ignore"):  # infinity - infinity
        squared = (overlap(p, p) - overlap(p, q)) + (overlap(q, q) - overlap(q, p))
    return np.sqrt(np.maximum(squared, 0))


def l2_distance(a: GaussianMixture, b: GaussianMixture) -> float | np.ndarray:
    r"""The L2 distance of two Gaussian mixtures, from their closed form.

    $\|p-q\|^2 = \int (p-q)^2 = \langle p,p\rangle - 2\langle p,q\rangle + \langle q,q\rangle$
    with $\langle p,q\rangle = \sum_{ij} w_i v_j\,\mathcal N(m_i-n_j; 0, S_i+T_j)$, where q has
    the weights v, means n and covariances T; in units of 1/length^{N/2}. Below about 10^{-8} of
    the larger norm it is rounding. Many laws give an array (replicates,). Raises TypeError for
    what is no mixture, ValueError for different dimensions or a law without a density. Figure 13
    of the paper; chapter "Gaussian mixtures".
    """
    for name, law in (("a", a), ("b", b)):
        if not isinstance(law, GaussianMixture):
            raise TypeError(f"{name} must be a GaussianMixture, got {kind(law)}")
        least = np.linalg.eigvalsh(law.covs[law.weights > 0]).min()
        if not least > 0:
            raise ValueError(f"{name} must have a density, got covs with an eigenvalue {least:.3g}")
    if a.means.shape[-1] != b.means.shape[-1]:
        raise ValueError(
            f"a and b must have the same dimension, got {a.means.shape[-1]} and {b.means.shape[-1]}"
        )
    distance = l2((a.weights, a.means, a.covs), (b.weights, b.means, b.covs))
    return distance if distance.ndim else float(distance)


def l2_from_start(trace: xr.Dataset) -> xr.DataArray:
    r"""The L2 distance of every generation to generation 0, as `l2_distance` has it.

    trace: what `run`, `sweep` or an experiment returns for a Gaussian mixture; it must hold
    generation 0. Dims as the trace's, without those of a component. Infinite for a generation
    without a density, NaN where the trace is NaN. Raises ValueError for a trace of another
    family. Figure 13 of the paper; chapter "Gaussian mixtures".
    """
    first = original(trace)
    core = {
        "weights": ["component"],
        "means": ["component", "axis"],
        "covs": ["component", "axis", "axis_"],
    }
    if not core.keys() <= set(trace.data_vars):
        raise ValueError(
            "trace must record weights, means and covs, as a Gaussian mixture does; "
            f"got {sorted(map(str, trace.data_vars))}"
        )
    now = [trace[name].astype(float) for name in core]
    start = [first[name].astype(float) for name in core]
    distance: xr.DataArray = xr.apply_ufunc(
        lambda *laws: l2(laws[:3], laws[3:]), *now, *start, input_core_dims=[*core.values()] * 2
    )
    distance.attrs.update(long_name="L2 distance to generation 0", symbol="‖pₙ − p₀‖₂")
    return distance.rename("l2")
