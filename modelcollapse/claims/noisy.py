r"""Section 4.3: the lower bound for fits with noise, equations 6 to 15."""

from __future__ import annotations

from . import noisy_derived as derived
from . import noisy_simulated as simulated
from .register import Claim

NOISY = (
    Claim(
        "gelbrich",
        "Section 4.3",
        r"$W_2^2$ of two laws is at least the distance of the Gaussians with the same means and "
        r"covariances, and that is at least $\lVert\mu_\kappa - \mu_\nu\rVert^2$.",
        "confirmed",
        r"For all laws with finite second moments; the first is an equality for Gaussians. For "
        r"$\mathcal N(0, 1)$ and a uniform law of mean 1 and standard deviation $s$ the distance "
        r"is $1 + 1 + s^2 - 2s\sqrt{3/\pi}$, the Gaussian bound $1 + (1-s)^2$.",
        "theory/noisy#noise-gelbrich",
        derived.gelbrich,
        simulated.gelbrich,
    ),
    Claim(
        "eq-6",
        "Equation 6",
        r"The model: $\mu_{i+1} = \mu_i + \Sigma_i^{1/2}T^{i+1}/\sqrt{M_i} + \varepsilon_{i+1}$, "
        r"and $\operatorname{E}\Sigma_{i+1} = \Sigma_i$.",
        "confirmed",
        r"The sample mean plus a noise, written with its standardised deviation $T$. It follows "
        r"that $\operatorname{E}\operatorname{Tr}\Sigma_n = \operatorname{Tr}\Sigma$ for every "
        r"$n$. All that comes after needs this exactly: if a share $\delta$ is lost in each "
        r"generation, the bound stays below $\operatorname{Tr}\Sigma/(M\delta)$.",
        "theory/noisy#noise-model",
        derived.unbiased,
        simulated.trace_of_covariance,
    ),
    Claim(
        "noise-standardised",
        "Section 4.3",
        r"$T^{i+1}$ has mean 0 and covariance $I_N$.",
        "conditional",
        r"If $\Sigma_i$ is invertible. A covariance fitted to $M \le N$ points has rank $M - 1$, "
        r"and then $\operatorname{E}\lVert T\rVert^2 = M - 1$ instead of $N$.",
        "theory/noisy#noise-model",
        derived.standardised,
        simulated.standardised,
    ),
    Claim(
        "noise-normal-limit",
        "Section 4.3",
        r"By the central limit theorem $T^{i+1}$ given $\mu_i, \Sigma_i$ tends to a standard "
        r"normal vector; the bound does not rely on it.",
        "confirmed",
        r"For points of one law as $M_i \to \infty$; here $\Pr(T \le 0)$ for exponential data, "
        r"which tends to $\tfrac12$ like $M^{-1/2}$. The bound is exact for every $M_i$.",
        "theory/noisy#noise-model",
        derived.normal_limit,
        simulated.normal_limit,
    ),
    Claim(
        "eq-7",
        "Equation 7",
        r"Assumption 1: $\operatorname{E}[\varepsilon_{i+1} \mid \mu_i, \Sigma_i] = 0$.",
        "confirmed",
        r"It can be met (by $m_3/m_2$ for every symmetric law) and it is needed: without it, a "
        r"pull $\varepsilon = -\lambda(\mu_i - \mu)$ towards the truth keeps "
        r"$\operatorname{E}(\mu_n-\mu)^2$ below $\sigma^2/(M\lambda(2-\lambda))$ for ever.",
        "theory/noisy#noise-breaks",
        derived.third_moment_of_a_symmetric_law,
        simulated.pulled,
    ),
    Claim(
        "eq-8",
        "Equation 8",
        r"Assumption 2: $\varepsilon_{i+1}$ is a function of the data only.",
        "confirmed",
        r"It is not needed: independent noise meets the bound just as well. With (7), for normal "
        r"data, it leaves no noise that is a function of sample mean and covariance (SymPy: no "
        r"polynomial up to degree four), and it makes (9) true.",
        "theory/noisy#noise-clt",
        derived.no_unbiased_zero,
        simulated.independent,
    ),
    Claim(
        "eq-9",
        "Equation 9",
        r"Assumption 3: $\operatorname{Cov}(\varepsilon_{i+1}, T^{i+1} \mid \mu_i, \Sigma_i) = 0$.",
        "conditional",
        r"It follows from (7) and (8) for normal data, where no unbiased fit is better than the "
        r"sample mean. For other laws it excludes much: the third cumulant $k_3$ of a sample "
        r"from a symmetric law is odd and has mean 0, but its covariance with the sample mean is "
        r"$\kappa_4/M$.",
        "theory/noisy#noise-clt",
        derived.third_cumulant_and_mean,
        simulated.third_cumulant,
    ),
    Claim(
        "noise-orthogonal-by-clt",
        "Section 4.3",
        r"(9) can be shown for large $M_i$ by the central limit theorem, if $\varepsilon$ is a "
        r"function of moments higher than the first.",
        "corrected",
        r"The theorem makes sample variance and sample mean jointly normal, not uncorrelated: "
        r"their correlation tends to $\gamma_1/\sqrt{\kappa_4 + 2}$, with skewness $\gamma_1$ and "
        r"excess kurtosis $\kappa_4$. It is 0 for symmetric laws.",
        "theory/noisy#noise-clt",
        derived.variance_and_mean,
        simulated.variance_and_mean,
        (r"$\operatorname{corr}(s^2, \bar X) \to 0$", r"$\to \gamma_1/\sqrt{\kappa_4 + 2}$"),
    ),
    Claim(
        "noise-orthogonality-needed",
        "Section 4.3",
        r"A property like (9) is necessary to learn anything.",
        "confirmed",
        r"Uniform laws, fitted by midrange and range, meet (6), (7) and (8), and have "
        r"$\operatorname{E}(\mu_n-\mu)^2 = 6n\sigma^2/((M+1)(M+2))$, of order $M^{-2}$: far below "
        r"the bound, which is at least $n\sigma^2/M$.",
        "theory/noisy#noise-midrange",
        derived.midrange,
        simulated.midrange,
    ),
    Claim(
        "eq-10",
        "Equation 10",
        r"$\operatorname{E}R^{i+1} \ge \operatorname{E}\lVert\mu_{i+1} - \mu\rVert^2$.",
        "confirmed",
        r"The gap is a sum of squares. Without noise the risk is "
        r"$\sigma^2[n/M + 2(1 - c_4(M)^n)]$, and the mean part $n\sigma^2/M$ of it.",
        "theory/noisy#noise-gelbrich",
        derived.covariance_part_is_a_square,
        simulated.whole_risk,
    ),
    Claim(
        "eq-11",
        "Equation 11",
        r"The squared error of the next mean has the terms $\lVert\mu_i-\mu\rVert^2$, "
        r"$\lVert\varepsilon\rVert^2$ and $T^{\mathsf T}\Sigma_iT/M_i$, and those of (12).",
        "confirmed",
        r"These three are what is left if $T$ and $\varepsilon$ are turned by independent fair "
        r"signs. The plot adds them up for normal data with the noise $0.4\,m_3/m_2$.",
        "theory/noisy#noise-one-step",
        derived.squares,
        simulated.three_squares,
    ),
    Claim(
        "eq-12",
        "Equation 12",
        r"The rest is $\frac2{\sqrt{M_i}}\operatorname{E}[\varepsilon^{\mathsf T}\Sigma_i^{1/2}T "
        r"+ (\mu_i-\mu)^{\mathsf T}\Sigma_i^{1/2}T]$.",
        "confirmed",
        r"A third product, $2\operatorname{E}[(\mu_i-\mu)^{\mathsf T}\varepsilon]$, is left out "
        r"without a word; it is 0 by (7).",
        "theory/noisy#noise-one-step",
        derived.products,
        simulated.dropped_term,
    ),
    Claim(
        "eq-13",
        "Equation 13",
        r"$\operatorname{E}[T^{\mathsf T}\Sigma_iT] = \operatorname{Tr}\Sigma$, and the product of "
        r"$\mu_i - \mu$ and $T$ has mean 0.",
        "confirmed",
        r"Given the past it is $\operatorname{Tr}\Sigma_i$, and the mean of that is "
        r"$\operatorname{Tr}\Sigma$ by (6), for every $i$.",
        "theory/noisy#noise-one-step",
        derived.trace_term,
        simulated.trace_term,
    ),
    Claim(
        "eq-14",
        "Equation 14",
        r"The last term, an integral of "
        r"$\operatorname{Tr}[\Sigma_i^{1/2}\operatorname{Cov}(\varepsilon, T\mid\Sigma_i)]$, is 0 "
        r"by (9).",
        "confirmed",
        r"As $\operatorname{E}[T\mid\mu_i,\Sigma_i] = 0$, it does not matter that (9) conditions "
        r"on $\mu_i$ too. A covariance of 0 without a condition is not enough: "
        r"$\varepsilon = -2(\sigma_i-\operatorname{E}\sigma_i)T/\sqrt M$ has one, and the cross "
        r"term $-4\operatorname{Var}(\sigma_i)/M$.",
        "theory/noisy#noise-one-step",
        derived.covariance_without_a_condition,
        simulated.cross_term,
    ),
    Claim(
        "eq-15",
        "Equation 15",
        r"$\operatorname{E}R^{n+1} \ge \operatorname{Tr}\Sigma\,(1/M_0 + \dots + 1/M_n) + "
        r"\sum_{i=1}^{n+1}\operatorname{E}\lVert\varepsilon_i\rVert^2$.",
        "confirmed",
        r"Under (6), (7) and (9), with equality for $\operatorname{E}\lVert\mu_{n+1}-\mu\rVert^2$. "
        r"The plot shows that mean part for normal data with the noise $0.4\,m_3/m_2$.",
        "theory/noisy#noise-bound",
        derived.all_generations,
        simulated.equality,
    ),
    Claim(
        "noise-superlinear",
        "Section 4.3",
        r"Without superlinear sampling the bound diverges; superlinear scaling is required.",
        "conditional",
        r"The bound is finite exactly if $\sum 1/M_i < \infty$ (and the noise is summable). "
        r"Superlinear growth alone is not enough: with $M_i$ of the order $i\log i$ it grows "
        r"without end, like $\log\log n$.",
        "theory/noisy#noise-superlinear",
        derived.slow_schedule,
        simulated.slow_schedule,
    ),
    Claim(
        "noise-distance-grows",
        "Section 4.3",
        r"The average distance of generation $n$ grows, and can become infinite in the limit.",
        "conditional",
        r"With the unbiased covariance and $\sum 1/M_i = \infty$. With maximum likelihood the "
        r"risk of the Gaussian is $2\sigma^2(1 - \operatorname{E}\sigma_n/\sigma)$, below "
        r"$2\sigma^2$ for ever.",
        "theory/wasserstein-risk#risk-likelihood",
        derived.likelihood,
        simulated.likelihood,
    ),
    Claim(
        "noise-recovered-on-average",
        "Section 4.3",
        r"On average we should recover the original distribution, though with a variance that is "
        r"not 0.",
        "conditional",
        r"True of the mean, and of the probabilities of a discrete law. A point of generation $n$ "
        r"of the Gaussian has the variance $\sigma^2(1 + n/M)$, not $\sigma^2$; with maximum "
        r"likelihood it has the variance but not the law: its excess kurtosis is $6(M-1)/M^2$ "
        r"after one fit.",
        "theory/gaussian#gauss-variance",
        derived.recovered,
        simulated.recovered,
    ),
)
