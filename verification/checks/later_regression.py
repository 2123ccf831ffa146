"""Papers after the founding one, on linear regression: replace, accumulate, forget, and a floor."""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import regression

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import n, recurrence

T, B = sp.symbols("T B", positive=True)


def errors(
    rows: int,
    columns: int,
    fits: int,
    runs: int,
    rng: Rng,
    *,
    noise: float = 1.0,
    regime: mc.Replace | mc.Accumulate | None = None,
) -> np.ndarray:
    """Squared distances from a real w of length 1 after 0, 1, ... fits, (fits + 1, runs)."""
    real = mc.LinearRegression(np.eye(columns)[0], noise=noise)
    trace = mc.run(
        real, sample_size=rows, generations=fits, regime=regime, replicates=runs, rng=rng
    )
    return np.asarray(((trace.w - trace.w[0]) ** 2).sum("feature"))


@symbolic("later-replace-linear")
def inverse_of_a_chi_square() -> SymbolicCheck:
    """One column: E 1/chi^2_T = 1/(T - 2); and a sum of equal steps is linear."""
    x = sp.Symbol("x", positive=True)
    density = x ** (T / 2 - 1) * sp.exp(-x / 2) / (2 ** (T / 2) * sp.gamma(T / 2))
    inverse = sp.integrate(sp.expand(density / x), (x, 0, sp.oo), conds="none")
    ours = [1 / (T - 2), n * B]
    return SymbolicCheck(ours, [sp.gammasimp(inverse), recurrence(1, B, 0)])


@simulated("later-replace-linear")
def replaced_with_few_rows(rng: Rng) -> SimulatedCheck:
    """Fewer rows than columns: the risk saturates; dashed, the first fit's times n."""
    times = np.array([1, 2, 4, 8])
    found = errors(8, 20, 8, 2000, rng)[times]
    ours = np.array([float(regression.replace_risk(8, 20, int(t), 1, 1)) for t in times])
    labels = (GENERATION, "risk, 8 rows of 20 columns")
    return along(times, found, ours, times * ours[0], labels=labels)


@symbolic("later-accumulate-bound")
def the_limit_over_one_fit() -> SymbolicCheck:
    """The sum of (1 - a)/(i(i - a)) with a = (d + 1)/T, over one fit's risk: at a = 0, and at 1/2.

    At 1/2 as an integral, since SymPy 1.14 says `nan` of the sum: 1/(i - a) - 1/i is the integral
    of (x^-a - 1)x^(i - 1) over 0 to 1, and the powers have the sum 1/(1 - x).
    """
    i = sp.Symbol("i", integer=True, positive=True)
    y = sp.Symbol("y", positive=True)  # x = y^2
    shared = sp.summation(1 / i**2, (i, 1, sp.oo))
    half = sp.Rational(1, 2)
    inside = ((y**2) ** -half - 1) / (1 - y**2) * 2 * y
    whole = (1 - half) / half * sp.integrate(sp.cancel(inside), (y, 0, 1))
    ours = [regression.accumulate_ratio(0), regression.accumulate_ratio(half)]
    return SymbolicCheck(ours, [shared, whole])


@simulated("later-accumulate-bound")
def accumulated(rng: Rng) -> SimulatedCheck:
    """Fresh designs: strictly below one fit's risk times the sum of 1/i^2, which is the bound."""
    times = np.array([1, 2, 4, 8])
    found = errors(12, 5, 8, 6000, rng, regime=mc.Accumulate())[times]
    ours = [float(regression.accumulate_risk(12, 5, int(t))) for t in times]
    bound = [ours[0] * sum(1 / i**2 for i in range(1, t + 1)) for t in times]
    labels = (GENERATION, "risk, 12 rows of 5 columns, all kept")
    return along(times, found, ours, bound, labels=labels)


@symbolic("later-noise-free-forgetting")
def a_share_each_time() -> SymbolicCheck:
    """Fresh rows: |w_n|^2 and its product with w keep a share rho of each step, on average."""
    rho = sp.Symbol("rho", positive=True)
    kept = recurrence(rho, 0, 1)  # of the square, and of the product
    return SymbolicCheck(1 - rho**n, 1 - 2 * kept + kept)


@simulated("later-noise-free-forgetting")
def fresh_rows_forget_all(rng: Rng) -> SimulatedCheck:
    """Without noise the error of w is 1 - rho^n: what is still known falls exponentially."""
    times = np.array([1, 2, 3, 5, 8])
    found = errors(8, 20, 8, 2000, rng, noise=0.0)[times]
    ours = [float(regression.replace_risk(8, 20, int(t), 0, 1)) for t in times]
    labels = (GENERATION, "error without noise, 8 rows of 20 columns")
    return along(times, found, ours, labels=labels)


@symbolic("later-strong-collapse")
def second_moment_of_a_share() -> SymbolicCheck:
    """One column: the generated rows' share of the squares is a Beta variable; E of its square."""
    real, made = sp.symbols("T_1 T_2", positive=True)

    def beta(x: sp.Expr, y: sp.Expr) -> sp.Expr:
        return sp.gamma(x) * sp.gamma(y) / sp.gamma(x + y)

    square = sp.gammasimp(beta(made / 2 + 2, real / 2) / beta(made / 2, real / 2))
    p2 = sp.Symbol("p_2", positive=True)
    floor = sp.limit(regression.label_factor((1 - p2) * T, p2 * T, 3), T, sp.oo)
    ours = [regression.label_factor(real, made, 1), p2**2]
    return SymbolicCheck(ours, [square, sp.factor(floor)])


def pooled(rows: int, d: int, w: np.ndarray, rng: Rng) -> np.ndarray:
    """Fits to rows of which a quarter is real (w = 0) and the rest labelled by w, (runs, d)."""
    X = rng.standard_normal((len(w), rows, d))
    y = rng.standard_normal((len(w), rows)) / 5
    y[:, rows // 4 :] += np.einsum("rtc,rc->rt", X[:, rows // 4 :], w)
    square, moment = np.einsum("rtc,rtd->rcd", X, X), np.einsum("rtc,rt->rc", X, y)
    return np.asarray(np.linalg.solve(square, moment[..., None])[..., 0])


@simulated("later-strong-collapse")
def each_model_labels_for_the_next(rng: Rng) -> SimulatedCheck:
    """Ten rounds from a generator that is off by 1; dashed, where it labels in every round."""
    sizes, d, samples, ours, fixed = np.array([32, 64, 128, 256]), 6, [], [], []
    for size in map(int, sizes):
        w = np.zeros((400, d))
        w[:, 0] = 1
        for _ in range(10):
            w = pooled(size, d, w, rng)
        samples.append((w**2).sum(axis=1))
        one = d / 25 / (size - d - 1)
        kappa = float(regression.label_factor(size // 4, size - size // 4, d))
        ours.append(one * (1 - kappa**10) / (1 - kappa) + kappa**10)
        fixed.append(one + kappa)
    labels = ("rows T, three quarters generated", "risk, 6 columns, noise 1/25")
    return along(sizes, samples, ours, fixed, labels=labels, log="xy")
