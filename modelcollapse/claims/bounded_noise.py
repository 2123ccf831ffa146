r"""Appendix A.2: the lower bound for noise of at most K / M, equations 18 to 25."""

from __future__ import annotations

from . import bounded_noise_checks as checks
from .register import Claim

BOUNDED_NOISE = (
    Claim(
        "eq-18",
        "Equation 18",
        r"Assumption 3*: $\lVert\varepsilon_{i+1}\rVert \le K/M_i$, with one $K$ for all $i$.",
        "confirmed",
        r"An assumption that can be met. Noise of this size changes the error of one fit by a "
        r"share of order $M^{-1/2}$ at most; the plot has the worst such noise, which points from "
        r"the sample mean to the model's.",
        "theory/noisy#noise-bounded",
        checks.worst_fit,
        checks.small,
    ),
    Claim(
        "bounded-order-larger",
        "Appendix A.2",
        r"The noise of (18) is of the order larger than the deviation of the sample mean.",
        "corrected",
        r"Of smaller order: $K/M$ against $\sqrt{\operatorname{Tr}\Sigma/M}$. The squared "
        r"deviation over the squared noise is $M\operatorname{Tr}\Sigma/K^2$; 'larger' would "
        r"leave it below 1.",
        "theory/noisy#noise-bounded",
        checks.orders,
        checks.order,
        (
            r"$\frac KM \gg \sqrt{\frac{\operatorname{Tr}\Sigma}M}$",
            r"$\frac KM \ll \sqrt{\frac{\operatorname{Tr}\Sigma}M}$",
        ),
    ),
    Claim(
        "eq-19",
        "Equation 19",
        r"$\operatorname{E}R^{i+1}$ is at least the sum in (13), where the cross term need not "
        r"vanish.",
        "confirmed",
        r"An equality for the mean part. The plot adds it up for normal data with the worst "
        r"noise, $K = \sigma$, whose cross term is "
        r"$-\frac{2K}{M}\sqrt{2/(\pi M)}\operatorname{E}\sigma_i$.",
        "theory/noisy#noise-bounded",
        checks.whole_step,
        checks.whole_chain,
    ),
    Claim(
        "eq-20",
        "Equation 20",
        r"The cross term is the integral of (14), and not 0.",
        "confirmed",
        r"For three uniform points and $\varepsilon = -\frac K3\operatorname{sign}(\text{median} - "
        r"\text{mean})$, which meets (7), (8) and (18), it is $-\frac{2K}{3}\frac{\sqrt{12}}{24}"
        r"\sigma$.",
        "theory/noisy#noise-bounded",
        checks.spacings,
        checks.not_zero,
    ),
    Claim(
        "eq-21",
        "Equation 21",
        r"By Cauchy and Schwarz it is at least "
        r"$-\frac{2\sqrt N}{\sqrt{M_i}}\operatorname{E}\sqrt{\operatorname{Tr}[\Sigma_i"
        r"\Sigma_\varepsilon]}$.",
        "confirmed",
        r"$\sqrt N$ is the length of $T$. Equality, as in the plot, if $\Sigma_i^{1/2}\varepsilon$ "
        r"is a negative multiple of $T$; for normal data noise of at most $K/M$ is not of this "
        r"kind.",
        "theory/noisy#noise-bounded",
        checks.cauchy_schwarz,
        checks.equality_in_n_dimensions,
    ),
    Claim(
        "eq-22",
        "Equation 22",
        r"By Jensen that is at least $-\frac{2\sqrt N}{\sqrt{M_i}}"
        r"\sqrt{\operatorname{E}[\varepsilon^{\mathsf T}\Sigma_i\varepsilon]}$.",
        "confirmed",
        r"The gap of the squares is a variance. In one dimension, with noise of one size, it says "
        r"$\operatorname{E}\sigma_i \le \sigma$; exactly, $\operatorname{E}\sigma_i = "
        r"\sigma\,c_4(M)^i$.",
        "theory/noisy#noise-bounded",
        checks.jensen,
        checks.mean_root,
    ),
    Claim(
        "eq-23",
        "Equation 23",
        r"That is at least $-2K\sqrt{N\operatorname{Tr}\Sigma}\,M_i^{-3/2}$.",
        "confirmed",
        r"$\varepsilon^{\mathsf T}\Sigma_i\varepsilon \le \lVert\varepsilon\rVert^2"
        r"\operatorname{Tr}\Sigma_i$, with a gap that is a sum of squares. Even noise along the "
        r"longest axis stays below: the plot has it after one fit of $\Sigma = I$ in two "
        r"dimensions, where the trace is 2.",
        "theory/noisy#noise-bounded",
        checks.eigenvalue_and_trace,
        checks.along_the_longest_axis,
    ),
    Claim(
        "bounded-far-from-optimal",
        "Appendix A.2",
        r"The inequality is far from optimal, as a largest eigenvalue was bounded by the trace.",
        "confirmed",
        r"It can be better by $\sqrt N$: the cross term is at least "
        r"$-2K\sqrt{\operatorname{Tr}\Sigma}\,M^{-3/2}$ in any dimension, which the worst noise "
        r"comes close to as $N$ grows. The largest eigenvalue $\lambda$ would not get so far, as "
        r"$N\lambda \ge \operatorname{Tr}\Sigma$.",
        "theory/noisy#noise-bounded",
        checks.without_dimension,
        checks.many_dimensions,
    ),
    Claim(
        "eq-24",
        "Equation 24",
        r"One fit adds at least $\operatorname{Tr}\Sigma/M_i + "
        r"\operatorname{E}\lVert\varepsilon\rVert^2 - 2K\sqrt{N\operatorname{Tr}\Sigma}"
        r"\,M_i^{-3/2}$.",
        "confirmed",
        r"And without $\sqrt N$ too, which the worst noise comes close to as $N$ grows. In one "
        r"dimension, for normal data, the worst noise adds $\sigma^2/M - "
        r"2K\sigma\sqrt{2/\pi}\,M^{-3/2}$ beyond $\operatorname{E}\varepsilon^2$.",
        "theory/noisy#noise-bounded",
        checks.approached,
        checks.per_step,
    ),
    Claim(
        "eq-25",
        "Equation 25",
        r"In all, $\operatorname{E}R \ge \operatorname{Tr}\Sigma\,(1/M_0 + \dots + 1/M_n) + "
        r"\mathcal O(3/2)$.",
        "conditional",
        r"$\mathcal O(3/2)$ is the order in one generation. Over $n$ generations the corrections "
        r"add up to the order $nM^{-3/2}$, a share $M^{-1/2}$ of the main term; the plot holds "
        r"them against those of one generation.",
        "theory/noisy#noise-bounded",
        checks.share_of_the_correction,
        checks.summed,
    ),
    Claim(
        "bounded-superlinear",
        "Appendix A.2",
        r"Superlinear scaling is required to minimise the lower bound.",
        "conditional",
        r"The criterion is $\sum 1/M_i < \infty$. A schedule of the order $i^2$ with only "
        r"$\sqrt i$ points in the generations $i = 4^k$ does not grow superlinearly, and its bound "
        r"stays finite.",
        "theory/noisy#noise-superlinear",
        checks.exceptions,
        checks.sparse_schedule,
    ),
)
