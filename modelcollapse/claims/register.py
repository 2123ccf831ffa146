"""What an entry of the register is: a claim, the verdict, and the checks that carry it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

Rng: TypeAlias = int | np.random.Generator  # a seed, or a generator that moves on
Verdict = Literal["confirmed", "conditional", "corrected"]


@dataclass(frozen=True)
class SymbolicCheck:
    """Two expressions that must be equal: what the book says, and what SymPy derives.

    ours, derived: SymPy expressions or matrices.
    """

    ours: Any
    derived: Any

    def holds(self) -> bool:
        """Whether the difference simplifies to zero."""
        gap = sp.sympify(self.ours) - sp.sympify(self.derived)
        if isinstance(gap, sp.MatrixBase):
            return bool(gap.applyfunc(sp.simplify).is_zero_matrix)
        return sp.simplify(gap) == 0


@dataclass(frozen=True)
class Line:
    """What a verification plot shows: simulated points, our line and the paper's.

    x, estimate, standard_error, ours and, unless None, papers: arrays (points,).
    label_x, label_y: what the axes show. log: logarithmic axes, of "x", "y" or "xy".
    """

    x: np.ndarray
    estimate: np.ndarray
    standard_error: np.ndarray
    ours: np.ndarray
    papers: np.ndarray | None
    label_x: str
    label_y: str
    log: str = ""


@dataclass(frozen=True)
class SimulatedCheck:
    """A simulated number with its standard error, our value for it and the paper's.

    papers: None where the paper's version is ours or gives no number. line: the whole plot
    that the number is a point of.
    """

    estimate: float
    standard_error: float
    ours: float
    papers: float | None = None
    line: Line | None = None

    def apart(self, value: float) -> float:
        """How many standard errors the estimate lies from a value."""
        return (self.estimate - value) / self.standard_error


@dataclass(frozen=True)
class Claim:
    """One claim of the paper and what became of it.

    id: `eq-4` for equation 4, a slug for what has no number. where: the place in the paper.
    says: the claim in our words. verdict: `confirmed`, `conditional` (true with a condition
    that the paper omits) or `corrected` (wrong as it stands). correct: what is true.
    chapter: page and anchor of the derivation, `theory/gaussian#gauss-variance`.
    symbolic() and simulated(rng) make the checks; at least one is there. formulas: of a
    corrected claim, the paper's expression and ours, short, as MyST text.
    """

    id: str
    where: str
    says: str
    verdict: Verdict
    correct: str
    chapter: str
    symbolic: Callable[[], SymbolicCheck] | None = None
    simulated: Callable[[Rng], SimulatedCheck] | None = None
    formulas: tuple[str, str] | None = None


def along(
    x: ArrayLike,
    samples: ArrayLike,
    ours: ArrayLike,
    papers: ArrayLike | None = None,
    *,
    labels: tuple[str, str],
    log: str = "",
    at: int = -1,
) -> SimulatedCheck:
    """A check of means along x, from samples (points, replicates); `at` is the number shown."""
    samples = np.asarray(samples, dtype=float)
    error = samples.std(axis=1, ddof=1) / np.sqrt(samples.shape[1])
    return line(x, samples.mean(axis=1), error, ours, papers, labels=labels, log=log, at=at)


def line(
    x: ArrayLike,
    estimate: ArrayLike,
    standard_error: ArrayLike,
    ours: ArrayLike,
    papers: ArrayLike | None = None,
    *,
    labels: tuple[str, str],
    log: str = "",
    at: int = -1,
) -> SimulatedCheck:
    """A check of estimates along x with known standard errors; `at` is the number shown."""
    x, mean, error, right = (
        np.asarray(row) for row in np.broadcast_arrays(x, estimate, standard_error, ours)
    )
    theirs = None if papers is None else np.broadcast_to(np.asarray(papers, float), x.shape)
    return SimulatedCheck(
        float(mean[at]),
        float(error[at]),
        float(right[at]),
        None if theirs is None else float(theirs[at]),
        Line(x, mean, error, right, theirs, *labels, log),
    )


def quantiles(
    samples: np.ndarray,
    law: Any,
    papers: Any = None,
    *,
    labels: tuple[str, str],
    at: int = -1,
) -> SimulatedCheck:
    r"""A QQ check: the quantiles of samples against those of a SciPy law.

    The standard error of the u-quantile of N samples is $\sqrt{u(1-u)/N}/f(q_u)$, f the density.
    """
    u = np.array([0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999])
    q = law.ppf(u)
    error = np.sqrt(u * (1 - u) / np.size(samples)) / law.pdf(q)
    theirs = None if papers is None else papers.ppf(u)
    return line(q, np.quantile(samples, u), error, q, theirs, labels=labels, at=at)
