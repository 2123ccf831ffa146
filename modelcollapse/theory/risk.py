r"""The Wasserstein-2 risk of the refitted Gaussian: its mean, variance and expansion.

R_n = (mu_n - mu)^2 + (sigma_n - sigma)^2. With S_i ~ chi2_{M_{i-1}-1} / (M_{i-1}-1) and
P_i = S_1 ... S_i, independent of the normals Z_i,
mu_n - mu = sigma sum_i sqrt(P_i / M_i) Z_{i+1} and sigma_n = sigma sqrt(P_n).
Chapter "The Wasserstein risk".
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from ..validation import integer
from .arguments import correction, count, exact, expression, scale, sizes
from .gaussian import expected_c4, log_c4_series, product, reciprocals


def expected_risk(
    sample_sizes: Sequence[int | sp.Expr], sigma: float | sp.Expr = 1, ddof: int = 1
) -> sp.Expr:
    r"""The expected squared Wasserstein-2 distance to the original after these fits, exactly.

    ddof 1: $E R_n = \sigma^2[\sum_i 1/M_i + 2(1 - \prod_i c_4(M_i))]$;
    ddof 0: $E R_n = 2\sigma^2[1 - \prod_i \sqrt{1 - 1/M_i}\, c_4(M_i)]$, in squared units of
    the data. Corrects equation 4 of the paper; chapter "The Wasserstein risk".

    Parameters
    ----------
    sample_sizes
        M_0 ... M_{n-1}, each at least 2, numbers or symbols.
    sigma
        The original standard deviation, at least 0, in the units of the data.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> expected_risk([10])
    21/10 - 2*c4(10)
    """
    M, sigma = sizes(sample_sizes), scale("sigma", sigma)
    if correction(ddof):
        return sigma**2 * (reciprocals(M) + 2 * (1 - expected_c4(M)))
    shrink = product([1 - 1 / m for m in M])
    return 2 * sigma**2 * (1 - sp.sqrt(shrink) * expected_c4(M))


def risk_variance(sample_sizes: Sequence[int | sp.Expr], sigma: float | sp.Expr = 1) -> sp.Expr:
    r"""The variance of the squared Wasserstein-2 distance after these fits, exactly (ddof 1).

    $\mathrm{Var} R_n = E Y^4 + 2 E Y^2W^2 + E W^4 - (E R_n)^2$ with $Y = \mu_n - \mu$ and
    $W = \sigma_n - \sigma$. With $D_i = \prod_{j<i}(M_j+1)/(M_j-1) = E P_i^2$,
    $F_i = \prod_{j<i} M_j/(M_j-1)$ and $C = \prod_i c_4(M_i)$:
    $E Y^4 = 3\sum_{i,j} D_{\min(i,j)}/(M_iM_j)$,
    $E Y^2W^2 = \sum_i (D_i - 2 F_i C + 1)/M_i$, $E W^4 = D_n - 4 F_n C + 7 - 4C$; to the
    fourth power of the data's units. Corrects equation 5 of the paper; chapter "The
    Wasserstein risk".

    Parameters
    ----------
    sample_sizes
        M_0 ... M_{n-1}, each at least 2, numbers or symbols.
    sigma
        The original standard deviation, at least 0, in the units of the data.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> round(float(risk_variance([10])), 5)
    0.02566
    """
    M, sigma = sizes(sample_sizes), scale("sigma", sigma)
    numbers = exact(M)
    ahead = total = sum(1 / m for m in numbers)
    D = F = 1
    y4 = y2w2 = y2w2_c4 = 0
    for m in numbers:
        ahead -= 1 / m  # now the sum over the later fits
        y4 += 3 * D / m * (1 / m + 2 * ahead)
        y2w2 += (D + 1) / m
        y2w2_c4 += F / m
        D *= (m + 1) / (m - 1)
        F *= m / (m - 1)
    C = expected_c4(M)
    plain = expression(y4 + 2 * y2w2 + D + 7)
    times_c4 = expression(-4 * (y2w2_c4 + F + 1))
    return sigma**4 * (plain + times_c4 * C - (expression(total) + 2 * (1 - C)) ** 2)


def expected_risk_series(M: int | sp.Expr, n: int | sp.Expr, order: int) -> sp.Expr:
    r"""The expansion of the expected risk in 1/M up to M^-order, equal sample sizes (ddof 1).

    $E R_n = n/M + 2(1 - e^{n \log c_4(M)})$ with the series of $\log c_4$; sigma = 1.
    Equation 4 of the paper has its first order, and that wrong; chapter "The Wasserstein
    risk".

    Parameters
    ----------
    M, n
        Points a generation, at least 2, and fits, at least 0: numbers or symbols.
    order
        The highest power of 1/M kept, from 1 to 100.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> expected_risk_series(sp.Symbol("M"), 1, order=2)
    3/(2*M) + 7/(16*M**2)
    """
    M, n, order = count("M", M, 2), count("n", n, 0), integer("order", order, 1, 100)
    x = sp.Dummy("x", positive=True)  # 1/M
    exponent = sp.expand(n * log_c4_series(1 / x, order))
    power = exponential = sp.Integer(1)
    for r in range(1, order + 1):  # the exponential series, cut at x^order
        power = sp.expand(power * exponent / r)
        power = sp.Add(*(power.coeff(x, s) * x**s for s in range(order + 1)))
        exponential += power
    series = sp.collect(sp.expand(n * x + 2 * (1 - exponential)), x)
    return series.subs(x, 1 / M)
