"""Model collapse, derived and simulated: the package behind the textbook."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import metrics
from .datasets import Counts, Moments, Points, Products, Totals
from .distances import l2_distance, l2_from_start, squared_distance, wasserstein2
from .families.bernoulli import Bernoulli
from .families.categorical import Categorical
from .families.empirical import Empirical
from .families.estimator import Estimator
from .families.gamma import Gamma
from .families.gaussian import Gaussian
from .families.inverse_gaussian import InverseGaussian
from .families.language import LanguageModel
from .families.mixture import GaussianMixture
from .families.multivariate import MultivariateGaussian
from .families.poisson import Poisson
from .families.quadratic import QuadraticVariance
from .families.regression import LinearRegression
from .families.secant import HyperbolicSecant
from .families.vae import VAE
from .keeping import Augment, KeepOriginal
from .loop import run
from .regimes import Accumulate, Mixing, Replace, Subsample
from .selection import Filter, Weighted

if TYPE_CHECKING:
    from . import experiments, explorer, figures, theory
    from .explorer import Explorer
    from .grid import sweep

__version__: str  # of the installation: pyproject.toml says it, once
__all__ = [
    "VAE",
    "Accumulate",
    "Augment",
    "Bernoulli",
    "Categorical",
    "Counts",
    "Empirical",
    "Estimator",
    "Explorer",
    "Filter",
    "Gamma",
    "Gaussian",
    "GaussianMixture",
    "HyperbolicSecant",
    "InverseGaussian",
    "KeepOriginal",
    "LanguageModel",
    "LinearRegression",
    "Mixing",
    "Moments",
    "MultivariateGaussian",
    "Points",
    "Poisson",
    "Products",
    "QuadraticVariance",
    "Replace",
    "Subsample",
    "Totals",
    "Weighted",
    "experiments",
    "explorer",
    "figures",
    "l2_distance",
    "l2_from_start",
    "metrics",
    "run",
    "squared_distance",
    "sweep",
    "theory",
    "wasserstein2",
]

# SymPy, matplotlib, joblib and the widgets are loaded when first used: a page that only
# runs the loop starts without them.
_LATER = {"Explorer": ".explorer", "sweep": ".grid"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(__name__)
    if name in _LATER:
        return getattr(import_module(_LATER[name], __name__), name)
    if name in ("experiments", "explorer", "figures", "theory"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
