"""What pages compute: positions at which `live_pages.py` compares it, and wrong lines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import modelcollapse as mc
from verification.fates import FATES

MOMENTS = ("expected_variance", "mu_high")
STATES = ("expected_diversity", "expected_states")


@dataclass(frozen=True)
class Shown:
    """A page's chain after n fits at a position of its sliders: M, and what its menus say.

    regime: the package's. means: the derived curves that are held against means of the runs; none
    where sigma^2 has a heavy tail. states: those whose share has its exact law compared.
    """

    page: str
    n: int
    M: int
    regime: Any = None
    menus: tuple[tuple[str, Any], ...] = ()
    ddof: int = 1
    means: tuple[str, ...] = MOMENTS
    states: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What a test is called."""
        said = [Path(self.page).name, f"M = {self.M}", *(str(word) for _, word in self.menus)]
        return ", ".join(said)

    @property
    def held(self) -> list[str]:
        """All that is compared."""
        laws = ["states", "diversity"] if self.states else ["mu", "sigma", "variance", "distance"]
        return [*laws, *(f"state {k}" for k in self.states), *self.means]


def fate(name: str, ddof: int, M: int, n: int, means: tuple[str, ...] = MOMENTS) -> Shown:
    """A row of the table of fates."""
    [rule] = [fate.rule for fate in FATES if (fate.regime, fate.ddof) == (name, ddof)]
    fit = "unbiased" if ddof else "maximum likelihood"
    return Shown("book/theory/fates", n, M, rule(M), (("regime", name), ("fit", fit)), ddof, means)


def share(way: str, share: float, regime: Any, M: int = 20, n: int = 25) -> Shown:
    """A way of mixing, with a share of other points."""
    menus = (("regime", way), ("share", share))
    return Shown("book/theory/mixing", n, M, regime, menus, 0)


def menu(name: str, regime: Any, M: int = 20, n: int = 15) -> Shown:
    """A regime of the chapter on generational data."""
    return Shown("book/phenomenon/generational-data", n, M, regime, (("regime", name),))


def biased(bias: float, M: int, n: int, means: tuple[str, ...]) -> Shown:
    """The explorer of sampling bias."""
    return Shown("book/selection/sampling-bias", n, M, menus=(("bias", bias),), means=means)


EXACT = ("expected_variance", "expected_sigma", "typical_variance", "typical_sigma")
SHOWN = (
    Shown("book/index", 40, 30, means=(*EXACT[1:], "mu_high")),
    Shown("book/phenomenon/what-is-model-collapse", 50, 20, means=(*EXACT[1:], "mu_high")),
    Shown("book/theory/gaussian", 60, 20, means=(*EXACT[1:], "mu_high")),
    Shown("book/theory/wasserstein-risk", 50, 100, means=(*EXACT, "mu_high", "risk")),
    Shown("book/theory/wasserstein-risk", 3, 10, means=(*EXACT, "mu_high", "risk")),
    menu("Keep a tenth of the original", mc.KeepOriginal(0.1)),
    menu("Mixing (1/2, 1/4, 1/4)", mc.Mixing(0.5, 0.25, 0.25)),
    menu("Mixing (0, 1, 0)", mc.Mixing(0, 1, 0)),
    menu("Accumulate", mc.Accumulate()),
    menu("Subsample", mc.Subsample()),
    fate("mixing without real data", 0, 20, 25),
    fate("mixing with real data", 1, 20, 25),
    fate("accumulate", 0, 20, 25),
    fate("subsample", 0, 5, 12),
    fate("keep original", 0, 33, 25),
    fate("augment, fresh", 1, 35, 25),
    share("with the last law", 0.9, mc.Mixing(0.1, 0.9, 0)),
    share("with fresh real points", 0.05, mc.Mixing(0.95, 0, 0.05)),
    share("with fresh real points", 0.7, mc.Mixing(0.3, 0, 0.7), 37),
    share("with kept real points", 0.3, mc.KeepOriginal(0.3), 37),
    share("with kept real points", 0, mc.KeepOriginal(0)),
    Shown("book/theory/discrete", 5, 60, means=STATES, states=(0, 6, 12)),
    Shown("book/theory/discrete", 8, 300, means=STATES, states=(1, 6, 17)),
    Shown("book/general/exponential-families", 20, 20, means=STATES, states=(0,)),
    biased(0.9, 30, 12, (*EXACT, "mu_high")),
    biased(1.02, 1000, 6, (*EXACT, "mu_high", "risk")),
    biased(1.2, 5, 30, EXACT[2:]),
    biased(1.4, 2, 6, EXACT[2:]),
)
ALARM = 6e-7 / sum(len(shown.held) for shown in SHOWN)  # the plain settings have the rest of 1e-6
# A wrong line for a right one; the page where it must be seen, and in what.
WRONG = {
    "the share before": (
        "listed[shares.indexOf(share)]",
        "listed[shares.indexOf(share) - 1]",
        ("mixing, M = 20, with fresh real points, 0.05", "sigma"),
    ),
    "the real points of another size": (
        "rule.real?.[M - first]",
        "rule.real?.[M - first - 1]",
        ("fates, M = 35, augment, fresh, unbiased", "sigma"),
    ),
    "real points with the chance gamma": (
        "one.gamma / (1 - one.alpha)",
        "one.gamma",
        ("generational-data, M = 20, Mixing (1/2, 1/4, 1/4)", "sigma"),
    ),
    "points kept with replacement": (
        "i + Math.floor(uniform() * (kept - i))",
        "Math.floor(uniform() * kept)",
        ("generational-data, M = 20, Subsample", "sigma"),
    ),
    "a bias without its root": (
        "Math.sqrt(one.bias)",
        "one.bias",
        ("sampling-bias, M = 30, 0.9", "sigma"),
    ),
    "a bias of the original law": (
        "(i ? wide : 1)",
        "wide",
        ("sampling-bias, M = 1000, 1.02", "sigma"),
    ),
    "a mean that grows from the start": (
        "Math.max(0, i - 1)",
        "i",
        ("sampling-bias, M = 5, 1.2", "typical_variance"),
    ),
    "a distance of variances": (
        "(1 - sigma[i]) ** 2",
        "(1 - sigma[i] * sigma[i]) ** 2",
        ("wasserstein-risk, M = 100", "distance"),
    ),
    "the root of a mean": (
        "x + V[i] + 1 - 2 * scale[i]",
        "x + V[i] + 1 - 2 * Math.sqrt(x)",
        ("wasserstein-risk, M = 100", "risk"),
    ),
    "a mean without its step": (
        "const next = (1 - gamma) ** 2 * b + alpha ** 2 * w / M;",
        "const next = (1 - gamma) ** 2 * b;",
        ("mixing, M = 20, with the last law, 0.9", "mu_high"),
    ),
    "a single point that does not count": (
        "fill(1, 1)",
        "fill(1, 2)",
        ("discrete, M = 60", "expected_states"),
    ),
    "a rare state taken for none": (
        "(x > 0 ? 1 : 0)",
        "(x > 0.02 ? 1 : 0)",
        ("discrete, M = 60", "states"),
    ),
    "a rest that stays whole": (
        "rest -= share;",
        "",
        ("discrete, M = 60", "state 12"),
    ),
}
