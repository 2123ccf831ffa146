"""Section 3: the causes of collapse, statistical, functional and computational."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy.special import erf  # type: ignore[import-untyped]

from ..checks import generator
from ..families.categorical import Categorical
from ..families.gaussian import Gaussian
from ..loop import run
from ..theory import discrete, gaussian, risk
from .register import Claim, SimulatedCheck, SymbolicCheck, along
from .toys import TwoBumps, kernel_points

Rng = int | np.random.Generator
PAGE = "phenomenon/generational-data"
GENERATION, SIZE = "generation n", "sample size M"

x = sp.Symbol("x", real=True)
M, s, k, y, tau = sp.symbols("M s k y tau", positive=True)


def normal(mean: sp.Expr | int, variance: sp.Expr | int) -> sp.Expr:
    """The normal density at x."""
    return sp.exp(-((x - mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def over_x(expression: sp.Expr) -> sp.Expr:
    """The integral over the whole line."""
    return sp.simplify(sp.integrate(sp.expand(expression), (x, -sp.oo, sp.oo)))


def fits(size: int, runs: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """mu and sigma of one fit to standard normal points, each (runs,)."""
    one = run(Gaussian(), sample_size=size, generations=1, replicates=runs, rng=rng)
    return one.mu.values[1], one.sigma.values[1]


# One fit ----------------------------------------------------------------------------------


def one_fit() -> SymbolicCheck:
    """The risk of one fit of k + 1 points, from the laws of its mean and variance."""
    chi_square = s ** (k / 2 - 1) * sp.exp(-s / 2) / (2 ** (k / 2) * sp.gamma(k / 2))
    mean_sigma = sp.integrate(sp.sqrt(s / k) * chi_square, (s, 0, sp.oo))
    derived = over_x(x**2 * normal(0, 1 / (k + 1))) + 2 - 2 * mean_sigma
    ours = risk.expected_risk([k + 1]).rewrite(sp.gamma)
    leading = sp.limit(M * (1 / M + 2 - 2 * gaussian.c4(M).series(M, sp.oo, 3).removeO()), M, sp.oo)
    series = risk.expected_risk_series(M, 1, 1) * M
    gaps = sp.Matrix([sp.gammasimp(ours - derived), series - leading])
    return SymbolicCheck(gaps, sp.zeros(2, 1))


def shrinking_risk(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), [3, 10, 30, 100, 1000, 10_000, 100_000]
    one = [fits(size, 20_000, rng) for size in sizes]
    samples = [mu**2 + (sigma - 1) ** 2 for mu, sigma in one]
    ours = np.array([float(risk.expected_risk([size])) for size in sizes])
    labels = (SIZE, "risk of one fit")
    return along(np.array(sizes), np.array(samples), ours, labels=labels, log="xy")


def absolute_error() -> SymbolicCheck:
    """Mean and s.d. of |mu_1|, by integration; half-normal."""
    law = 2 * normal(0, 1 / M)
    mean, square = (sp.integrate(x**r * law, (x, 0, sp.oo)) for r in (1, 2))
    ours = sp.Matrix([sp.sqrt(2 / (sp.pi * M)), (1 - 2 / sp.pi) / M])
    return SymbolicCheck(ours, sp.Matrix([mean, square - mean**2]))


def figure_12(rng: Rng) -> SimulatedCheck:
    """The mean of 10^4 estimates, with its sign: what the paper's sentence speaks of."""
    rng, sizes = generator(rng), 10 ** np.arange(1, 8)
    samples = [fits(int(size), 10_000, rng)[0] * np.sqrt(size) for size in sizes]
    papers = np.full(7, 0.00024899 * np.sqrt(1e7))
    labels = (SIZE, "√M times the mean estimate")
    return along(sizes, np.array(samples), np.zeros(7), papers, labels=labels, log="x")


def loss_at_once() -> SymbolicCheck:
    """Two states: the probability that one of them is missing from M = 6 points."""
    z, size = sp.Symbol("z"), 6
    rows = [sp.Poly((1 + (z - 1) * sp.Rational(j, size)) ** size, z) for j in range(1, size)]
    derived = [row.coeff_monomial(1) + row.coeff_monomial(z**size) for row in rows]
    P = discrete.transition_matrix(size)
    return SymbolicCheck(
        sp.Matrix([P[j, 0] + P[j, size] for j in range(1, size)]), sp.Matrix(derived)
    )


def losing(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), np.arange(2, 9)
    law = Categorical(np.array([0.5, 0.5]))
    lost = [
        (run(law, sample_size=int(m), generations=1, replicates=50_000, rng=rng).p[1] == 0).any(
            "state"
        )
        for m in sizes
    ]
    labels = (SIZE, "share of fits that lose a state")
    return along(sizes, np.array(lost), 2.0 ** (1 - sizes), labels=labels, log="y", at=0)


# The wrong family -------------------------------------------------------------------------


def best_normal() -> SymbolicCheck:
    """The fourth moment of the matched normal exceeds that of two bumps at +-a."""
    a = sp.Symbol("a", positive=True)
    bumps = (normal(-a, s**2) + normal(a, s**2)) / 2
    variance = over_x(x**2 * bumps)
    gap = over_x(x**4 * normal(0, variance)) - over_x(x**4 * bumps)
    return SymbolicCheck(2 * a**4, gap)


def two_bumps(rng: Rng) -> SimulatedCheck:
    """3 E sigma_1^4 minus the fourth moment of the law, which tends to 2 a^4 = 32."""
    rng, sizes = generator(rng), np.array([10, 20, 50, 100, 200])
    samples = [
        run(
            TwoBumps(), model=Gaussian(), sample_size=int(m), generations=1,
            replicates=10_000, rng=rng,
        ).sigma.values[1] ** 4
        for m in sizes
    ]  # fmt: skip
    v, fourth = 4 + 1 / 4, 16 + 6 * 4 / 4 + 3 / 16
    ours = 3 * (v**2 + (fourth - v**2 * (sizes - 3) / (sizes - 1)) / sizes) - fourth
    labels = (SIZE, "error of the fourth moment")
    return along(sizes, 3 * np.array(samples) - fourth, ours, labels=labels)


def kernel_variance() -> SymbolicCheck:
    """Every fit convolves with N(0, h^2): the variance solves V(n+1) = V(n) + h^2."""
    V, n = sp.Function("V"), sp.Symbol("n", integer=True, nonnegative=True)
    h, start = sp.symbols("h v_0", positive=True)
    added = over_x(x**2 * normal(0, h**2))
    return SymbolicCheck(start + n * h**2, sp.rsolve(V(n + 1) - V(n) - added, V(n), {V(0): start}))


def functional_again(rng: Rng) -> SimulatedCheck:
    rng, times = generator(rng), np.arange(1, 11)
    squares = kernel_points(0.4, rng.standard_normal((20_000, 5)), times, rng) ** 2
    papers = np.full(10, 1 + 0.4**2)
    labels = (GENERATION, "variance of the kernel estimate")
    return along(times, squares, 1 + 0.4**2 * times, papers, labels=labels)


def outside_mass() -> SymbolicCheck:
    """A uniform point on [0, 1] plus tau Z lies outside [0, 1]: twice beyond one end."""
    beyond = sp.erfc(y / (tau * sp.sqrt(2))) / 2
    derived = 2 * sp.integrate(beyond, (y, 0, 1))
    edge = sp.sqrt(2 / sp.pi) * tau * (1 - sp.exp(-1 / (2 * tau**2)))
    return SymbolicCheck(sp.erfc(1 / (sp.sqrt(2) * tau)) + edge, derived)


def leaking(rng: Rng) -> SimulatedCheck:
    rng, times = generator(rng), np.array([1, 2, 4, 8, 12, 16, 20])
    points = kernel_points(0.1, rng.random((20_000, 5)), times, rng)
    width = 0.1 * np.sqrt(times)
    edge = np.sqrt(2 / np.pi) * width * (1 - np.exp(-1 / (2 * width**2)))
    ours = 1 - erf(1 / (np.sqrt(2) * width)) + edge
    labels = (GENERATION, "share outside the support")
    return along(times, (points < 0) | (points > 1), ours, labels=labels)


# Digits -----------------------------------------------------------------------------------


def rounding() -> SymbolicCheck:
    """A rounding error is uniform on half a spacing to either side."""
    return SymbolicCheck(s / 4, sp.integrate(sp.Abs(y) / s, (y, 0, s / 2)) * 2)


def rounding_errors(rng: Rng) -> SimulatedCheck:
    rng, powers = generator(rng), np.arange(-6, 7, 2)
    numbers = np.ldexp(rng.uniform(1, 2, (7, 20_000)), powers[:, None])
    errors = abs(numbers - numbers.astype(np.float32))
    ours = np.ldexp(1.0, powers - 23) / 4
    labels = ("numbers between", "mean rounding error, single precision")
    return along(2.0**powers, errors, ours, labels=labels, log="xy")


def few_digits(rng: Rng) -> SimulatedCheck:
    """log sigma_n with points and fits in single precision, far above the spacing."""
    rng, times = generator(rng), np.array([1, 2, 5, 10, 20, 30])
    mu, sigma = np.zeros(10_000, np.float32), np.ones(10_000, np.float32)
    kept = []
    for _ in range(30):
        noise = rng.standard_normal((10_000, 10), dtype=np.float32)
        points = mu[:, None] + sigma[:, None] * noise
        mu, sigma = points.mean(axis=1), points.std(axis=1, ddof=1)
        kept.append(np.log(sigma))
    ours = times * float(gaussian.log_drift(10)) / 2
    labels = (GENERATION, "mean of log σₙ, single precision")
    return along(times, np.array(kept)[times - 1], ours, labels=labels)


CAUSES = (
    Claim(
        "statistical-error", "Section 3.1",
        "Statistical error comes from the finite number of samples, and disappears as that number "
        "grows without bound.",
        "confirmed",
        r"For one Gaussian fit the risk is $\frac1M + 2(1 - c_4(M)) = \frac3{2M} + "
        r"\mathcal O(M^{-2})$.",
        f"{PAGE}#gen-one-fit",
        one_fit, shrinking_risk,
    ),
    Claim(
        "loss-at-every-step", "Section 3.1",
        "In every step of resampling there is a non-zero probability of losing information.",
        "confirmed",
        r"Two states of shares $p$ and $1-p$: one of them is missing from the $M$ points with "
        r"probability $p^M + (1-p)^M \ge 2^{1-M}$. Shown: equal shares.",
        "theory/absorbing-chains#mark-exact",
        loss_at_once, losing,
    ),
    Claim(
        "figure-12", "Figure 12",
        r"With $10^7$ samples of $\mathcal N(0, 1)$ the mean is estimated to be $0.00024899 \pm "
        r"1.89\cdot10^{-4}$, over 10,000 runs.",
        "corrected",
        r"These are the mean and the standard deviation of the **absolute** error: "
        r"$\sqrt{2/(\pi M)} = 2.52\cdot10^{-4}$ and $\sqrt{(1-2/\pi)/M} = 1.91\cdot10^{-4}$. The "
        r"estimate itself is unbiased, with standard deviation $1/\sqrt M = 3.16\cdot10^{-4}$.",
        f"{PAGE}#gen-figure-12",
        absolute_error, figure_12,
    ),
    Claim(
        "wrong-family", "Section 3.1",
        "Two Gaussians fitted by one: even with perfect information the model is wrong.",
        "confirmed",
        r"For bumps at $\pm a$ the normal law with the right mean and variance has a fourth moment "
        r"that is too large by $2a^4$, however many points there are. Shown: $a = 2$, with the "
        "exact value for finite samples.",
        f"{PAGE}#gen-idempotent",
        best_normal, two_bumps,
    ),
    Claim(
        "functional-error-once", "Section 3.1",
        "Without statistical error, functional error occurs at the first generation only: what is "
        "in the image of the approximator stays exactly as it is.",
        "conditional",
        r"If and only if the fit is idempotent, $\mathcal F(\mathcal F(p)) = \mathcal F(p)$, as "
        r"maximum likelihood is. A kernel estimate is not: its variance grows by $h^2$ in every "
        r"generation. Shown: $h = 0.4$.",
        f"{PAGE}#gen-kernel",
        kernel_variance, functional_again,
    ),
    Claim(
        "outside-the-support", "Section 3.1",
        "An approximator may put mass outside the support of the original, which is then sampled.",
        "confirmed",
        "A kernel estimate of the uniform law does, and more in every generation: after $n$ fits "
        r"the share is about $\sqrt{2/\pi}\,h\sqrt n$, for any sample size. Shown: $h = 0.1$.",
        f"{PAGE}#gen-outside",
        outside_mass, leaking,
    ),
    Claim(
        "uneven-floats", "Section 3.1",
        "Floating-point error is not evenly spread across the ranges of numbers.",
        "confirmed",
        r"The spacing doubles at each power of 2. The mean rounding error is a quarter of it, "
        r"$2^{e-23}/4$ between $2^e$ and $2^{e+1}$ in single precision.",
        f"{PAGE}#gen-digits",
        rounding, rounding_errors,
    ),
    Claim(
        "small-floats", "Section 3.1",
        "Floating-point errors are smaller, and influence model collapse less.",
        "conditional",
        r"While $\sigma_n$ is far above the spacing of the floats at $\mu_n$: there $\log\sigma_n$ "
        "falls as in real arithmetic, even in single precision. Once it is not, rounding ends the "
        r"process or keeps it from ending. Shown: $M = 10$.",
        f"{PAGE}#gen-digits",
        None, few_digits,
    ),
)  # fmt: skip
