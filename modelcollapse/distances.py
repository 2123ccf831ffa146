"""Distances between laws."""

from __future__ import annotations

import numpy as np
import xarray as xr

from .families.gaussian import Gaussian
from .families.multivariate import MultivariateGaussian, root


def bures(cov: np.ndarray, other: np.ndarray) -> np.ndarray:
    r"""Tr(A + B - 2 (A^{1/2} B A^{1/2})^{1/2}), the covariance part of W_2^2; (..., N, N) each."""
    factor = root(other)
    middle = np.swapaxes(factor, -1, -2) @ cov @ factor  # has the eigenvalues of B^{1/2} A B^{1/2}
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(middle), 0)).sum(-1)
    traces = np.trace(cov, axis1=-2, axis2=-1) + np.trace(other, axis1=-2, axis2=-1)
    return np.maximum(traces - 2 * cross, 0)


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
            raise TypeError(f"{name} must be a Gaussian, got {value!r} ({type(value).__name__})")
    if isinstance(a, Gaussian) and isinstance(b, Gaussian):
        return np.hypot(np.subtract(a.mu, b.mu), np.subtract(a.sigma, b.sigma))
    if isinstance(a, Gaussian) or isinstance(b, Gaussian) or a.mean.shape[-1] != b.mean.shape[-1]:
        raise ValueError(f"a and b must have the same dimension, got {a!r} and {b!r}")
    return np.sqrt(((a.mean - b.mean) ** 2).sum(-1) + bures(a.cov, b.cov))


def squared_distance(trace: xr.Dataset) -> xr.DataArray:
    r"""W_2^2 of every generation to generation 0, in squared units of the data.

    trace: what `run` or `sweep` returns for a Gaussian family. Dims as the trace's, without
    the components. Its mean over replicates estimates the risk E R. Raises ValueError for a
    trace of another family. Chapter "The Wasserstein risk".
    """
    names = set(trace.data_vars)
    if {"mu", "sigma"} <= names:
        gaps = trace[["mu", "sigma"]] - trace[["mu", "sigma"]].isel(generation=0)
        squared = gaps.mu**2 + gaps.sigma**2
    elif {"mean", "cov"} <= names:
        start = trace.isel(generation=0)
        shift = ((trace["mean"] - start["mean"]) ** 2).sum("component")
        axes = ["component", "component_"]
        squared = shift + xr.apply_ufunc(
            bures, trace["cov"], start["cov"], input_core_dims=[axes, axes]
        )
        squared = squared.transpose(*shift.dims)
    else:
        raise ValueError(
            "trace must record mu and sigma, or mean and cov, as Gaussian families do; "
            f"got {sorted(map(str, names))}"
        )
    squared.attrs.update(long_name="squared Wasserstein-2 distance to generation 0", symbol="Rₙ")
    return squared.rename("squared_distance")
