"""What a check compares: derived expressions, or simulated points with a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from scipy import stats  # type: ignore[import-untyped]

Rng: TypeAlias = np.random.Generator
GENERATION, SIZE = "generation n", "sample size M"  # what many axes show
FALSE_ALARM = 2e-8  # the probability that a true value lies further off than STANDARD_ERRORS
STANDARD_ERRORS = float(stats.norm.isf(FALSE_ALARM / 2))  # 5.6


@dataclass(frozen=True)
class SymbolicCheck:
    """What must be equal: what the book says, and what SymPy derives.

    ours, derived: SymPy expressions or matrices, or sequences of as many expressions.
    """

    ours: Any
    derived: Any

    def holds(self) -> bool:
        """Whether the difference simplifies to zero, entry by entry."""
        ours, derived = (
            sp.Matrix(side) if isinstance(side, Sequence) else sp.sympify(side)
            for side in (self.ours, self.derived)
        )
        gap = ours - derived
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
    """Simulated points with standard errors, beside our values for them and the paper's.

    line: the points. at: the place of the one whose number is shown: its `estimate`, its
    `standard_error`, and what `ours` and `papers` say of it. papers is None where the paper's
    version is ours or gives no number.
    """

    line: Line
    at: int = -1

    @property
    def estimate(self) -> float:
        """The number shown."""
        return float(self.line.estimate[self.at])

    @property
    def standard_error(self) -> float:
        """Its standard error."""
        return float(self.line.standard_error[self.at])

    @property
    def ours(self) -> float:
        """Our value for it."""
        return float(self.line.ours[self.at])

    @property
    def papers(self) -> float | None:
        """The paper's value for it."""
        return None if self.line.papers is None else float(self.line.papers[self.at])

    def z(self, value: float) -> float:
        """The z-score of a value: how many standard errors the number shown lies above it."""
        return (self.estimate - value) / self.standard_error

    def agrees(self, whose: Literal["ours", "papers"] = "ours") -> bool:
        """Whether every point lies within STANDARD_ERRORS, 5.6, of our line or of the paper's.

        A point fails this against a true value with probability 2e-8, and a line has at most 12.
        """
        values = getattr(self.line, whose)
        if values is None:
            raise ValueError("the paper gives no values for this check")
        scores = (self.line.estimate - values) / self.line.standard_error
        return bool(np.max(np.abs(scores)) < STANDARD_ERRORS)


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
    """A check of estimates along x with known standard errors; `at` is the number shown.

    ours, papers: values (points,), or one for all points.
    """
    x, mean, error, right = (
        np.asarray(row) for row in np.broadcast_arrays(x, estimate, standard_error, ours)
    )
    theirs = None if papers is None else np.broadcast_to(np.asarray(papers, float), x.shape)
    return SimulatedCheck(Line(x, mean, error, right, theirs, *labels, log), at)


def proportions(
    x: ArrayLike,
    hits: np.ndarray,
    ours: ArrayLike,
    papers: ArrayLike | None = None,
    *,
    labels: tuple[str, str],
    log: str = "",
    at: int = -1,
) -> SimulatedCheck:
    """A check of probabilities along x, from whether each of (points, replicates) is a hit.

    The standard errors are those of our values, for where hits are rare theirs are poor.
    """
    p = np.asarray(ours)
    error = np.sqrt(p * (1 - p) / hits.shape[1])
    return line(x, hits.mean(axis=1), error, p, papers, labels=labels, log=log, at=at)


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
