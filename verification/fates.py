r"""What becomes of the mean and of a run, for every regime: one table, which pages and tests use.

sigma = 1, M points a generation, n fits; v and V are $E\sigma_n^2$ and $\mathrm{Var}\,\mu_n$.
The words are MyST text. Chapter "What becomes of a run".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import pooling
from modelcollapse.theory.fates import augment_path, mixing_log_drift, typical_log
from modelcollapse.theory.mixing import Generation

Mark = Literal["proved", "first order", "simulated"]
Path = Callable[[int, int, int], list[Generation]]  # M, n, ddof -> generations 0 ... n
ALPHA, SHARE = 0.2, 0.1  # of the newest model; of real points, where there are any
PAGE = "theory/fates"


@dataclass(frozen=True)
class Entry:
    """A cell of the table: its words, how it is known, and the anchor or label where."""

    words: str
    mark: Mark
    where: str


@dataclass(frozen=True)
class Fate:
    """A row of the table.

    regime: its name, the same for both divisors. ddof: 0 or 1. rule: M -> a regime of `mc`, at
    the settings that are simulated. path: M, n, ddof -> the exact v and V of n generations.
    mean, median, run: what the mean of sigma_n^2 does, what its median does, and almost every run.
    """

    regime: str
    ddof: int
    rule: Callable[[int], mc.Regime]
    path: Path
    mean: Entry
    median: Entry
    run: Entry

    def moments(self, M: int, n: int) -> np.ndarray:
        """v and V of the generations 0 ... n, (n + 1, 2), in units of the original variance."""
        return np.array(self.path(M, n, self.ddof), dtype=float)

    def log(self, M: int, n: int) -> float:
        """E log sigma_n^2: exact for replacement, for the others to first order in 1/M.

        Weights without real data go on at their drift, so that n may be large against M.
        """
        if self.regime == "replace":
            step = mc.theory.gaussian.log_drift(M)
            return n * float(step + (1 - self.ddof) * sp.log(1 - sp.Rational(1, M)))
        if self.regime == "mixing without real data":
            first = typical_log(*self.path(M, 1, self.ddof)[1])
            return float(first + (n - 1) * mixing_log_drift(M, ALPHA, ddof=self.ddof))
        return float(typical_log(*self.path(M, n, self.ddof)[n]))


def kept(M: int) -> int:
    """The real points beside M others: a tenth of them, and at least one."""
    return max(1, round(SHARE * M))


RULES: dict[str, tuple[Callable[[int], mc.Regime], Path]] = {
    "replace": (
        lambda M: mc.Replace(),
        lambda M, n, d: pooling.mixing_path(M, n, 1, 0, 0, ddof=d),
    ),
    "mixing without real data": (
        lambda M: mc.Mixing(ALPHA, 1 - ALPHA, 0),
        lambda M, n, d: pooling.mixing_path(M, n, ALPHA, 1 - ALPHA, 0, ddof=d),
    ),
    "mixing with real data": (
        lambda M: mc.Mixing(1 - SHARE, 0, SHARE),
        lambda M, n, d: pooling.mixing_path(M, n, 1 - SHARE, 0, SHARE, ddof=d),
    ),
    "accumulate": (
        lambda M: mc.Accumulate(),
        lambda M, n, d: pooling.accumulate_path(M, n, ddof=d),
    ),
    "subsample": (
        lambda M: mc.Subsample(),
        lambda M, n, d: pooling.subsample_path(M, n, ddof=d),
    ),
    "keep original": (
        lambda M: mc.KeepOriginal(kept(M) / M),
        lambda M, n, d: pooling.kept_path(M, n, kept(M), ddof=d),
    ),
    "augment, fresh": (
        lambda M: mc.Augment(real=kept(M), fresh=True),
        lambda M, n, d: augment_path(M, n, kept(M), ddof=d),
    ),
}

ROWS: list[tuple[str, int, Entry, Entry, Entry]] = [
    (
        "replace",
        0,
        Entry(r"$(1 - \frac1M)^n \to 0$", "proved", "{eq}`eq-mix-law`"),
        Entry(r"$e^{-2n/M}$", "first order", "{ref}`fates-replace`"),
        Entry(r"dies, $\log\sigma_n^2 \approx -2n/M$", "proved", "{ref}`fates-replace`"),
    ),
    (
        "replace",
        1,
        Entry(r"stays 1", "proved", "{prf:ref}`thm-gauss-variance`"),
        Entry(r"$e^{-n/M}$", "first order", "{ref}`fates-replace`"),
        Entry(r"dies, $\log\sigma_n^2 \approx -n/M$", "proved", "{prf:ref}`thm-gauss-collapse`"),
    ),
    (
        "mixing without real data",
        0,
        Entry(r"$(1 - \frac1M)(1 - \frac{\alpha^2}M)^{n-1}$", "proved", "{eq}`eq-mix-law`"),
        Entry(r"$e^{-2\alpha^2n/M}$", "first order", "{ref}`fates-mixing`"),
        Entry(r"dies", "proved", "{prf:ref}`thm-fates-mean`"),
    ),
    (
        "mixing without real data",
        1,
        Entry(r"$(1 + \frac{\alpha(1-\alpha)}M)^{n-1} \to \infty$", "proved", "{ref}`mix-weights`"),
        Entry(r"$e^{\alpha(1-2\alpha)n/M}$", "first order", "{ref}`fates-mixing`"),
        Entry(
            r"explodes if $\alpha < \frac12$, dies if $\alpha > \frac12$",
            "simulated",
            "{ref}`fates-check`",
        ),
    ),
    (
        "mixing with real data",
        0,
        Entry(r"to $1 - V^*$", "proved", "{eq}`eq-mix-fresh`"),
        Entry(r"$e^{-2V^*}$", "first order", "{prf:ref}`thm-fates-typical`"),
        Entry(r"has a stationary law, never rests", "proved", "{prf:ref}`thm-fates-restart`"),
    ),
    (
        "mixing with real data",
        1,
        Entry(
            r"finite if $M\gamma(2-\gamma) > 1 - \gamma$, else $\to \infty$",
            "proved",
            "{eq}`eq-mix-fresh`",
        ),
        Entry(r"$e^{-1/(M(2-\gamma))}$", "first order", "{prf:ref}`thm-fates-typical`"),
        Entry(r"has a stationary law, never rests", "proved", "{prf:ref}`thm-fates-restart`"),
    ),
    (
        "accumulate",
        0,
        Entry(r"to $\frac{\sin(\pi/\sqrt M)}{\pi/\sqrt M}$", "proved", "{prf:ref}`thm-mix-sine`"),
        Entry(r"to $e^{-\pi^2/(3M)}$", "first order", "{ref}`fates-pools`"),
        Entry(r"rests at a positive $\sigma_\infty$", "proved", "{prf:ref}`thm-fates-rest`"),
    ),
    (
        "accumulate",
        1,
        Entry(r"to a positive limit", "proved", "{ref}`mix-accumulate`"),
        Entry(r"to $e^{-(\pi^2/3 - 1)/M}$", "first order", "{ref}`fates-pools`"),
        Entry(r"rests at a positive $\sigma_\infty$", "proved", "{prf:ref}`thm-fates-rest`"),
    ),
    (
        "subsample",
        0,
        Entry(r"to a positive limit", "proved", "{ref}`mix-subsample`"),
        Entry(r"to $e^{-(\pi^2 - 4)/M}$", "first order", "{ref}`fates-pools`"),
        Entry(r"the pool rests, the model jumps about it", "simulated", "{ref}`fates-check`"),
    ),
    (
        "subsample",
        1,
        Entry(r"grows like $n^{1/M}$", "proved", "{ref}`mix-subsample`"),
        Entry(r"about $(n/199)^{1/M}$", "first order", "{ref}`fates-pools`"),
        Entry(
            r"falls until $n \approx 6$, then grows like $n^{1/M}$",
            "simulated",
            "{ref}`fates-check`",
        ),
    ),
    (
        "keep original",
        0,
        Entry(r"to $1 - V^*$", "proved", "{ref}`mix-kept`"),
        Entry(r"to $e^{-2V^*}$", "first order", "{prf:ref}`thm-fates-typical`"),
        Entry(r"does not die, never rests", "simulated", "{ref}`fates-check`"),
    ),
    (
        "keep original",
        1,
        Entry(r"to a finite limit", "proved", "{ref}`mix-kept`"),
        Entry(r"to $e^{-(5 - 4\varphi)/(M(2-\varphi))}$", "first order", "{ref}`fates-stationary`"),
        Entry(r"does not die, never rests", "simulated", "{ref}`fates-check`"),
    ),
    (
        "augment, fresh",
        0,
        Entry(r"to $1 - V^*$", "proved", "{ref}`fates-stationary`"),
        Entry(r"to $e^{-2V^*}$", "first order", "{prf:ref}`thm-fates-typical`"),
        Entry(r"does not die, never rests", "simulated", "{ref}`fates-check`"),
    ),
    (
        "augment, fresh",
        1,
        Entry(r"to a finite limit", "proved", "{ref}`fates-stationary`"),
        Entry(r"to $e^{-1/(N(2-\varphi))}$", "first order", "{ref}`fates-stationary`"),
        Entry(r"does not die, never rests", "simulated", "{ref}`fates-check`"),
    ),
]
FATES = tuple(Fate(name, d, *RULES[name], *entries) for name, d, *entries in ROWS)
