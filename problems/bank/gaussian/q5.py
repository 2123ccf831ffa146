"""How much the weighted risk varies."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "a": rng.choice([2, 3, 4, 5]),
        "b": rng.choice([2, 3, 5, 6]),
        "s": rng.choice([2, 3, 4]),
        "shape": [rng.randint(1, 6) for _ in range(4)],
        "other": [rng.randint(1, 9), rng.randint(2, 5)],
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**5. How much it varies.** Let $R_n = §a(\mu_n - \mu_0)^2 + §b(\sigma_n - \sigma_0)^2$
for a chain that begins with $\mathcal N(0, §s^2)$, with unbiased variances. Write
`risk_variance(sample_sizes)`: the variance of $R_n$ to leading order, that is, up to terms of the
third order in the $1/M_i$. To this order $\mu_n - \mu_0$ and $\sigma_n - \sigma_0$ are normal and
independent; which variances have they?""",
        r"""**5. How much it varies.** To leading order in the $1/M_i$ the errors $\mu_n - \mu_0$
and $\sigma_n - \sigma_0$ of a chain are normal and independent. Find their variances for a chain
that starts at $\mu_0 = 0$, $\sigma_0 = §s$ (unbiased variances), and write
`risk_variance(sample_sizes)`: to the second order in the $1/M_i$, the variance of $§a(\mu_n -
\mu_0)^2 + §b(\sigma_n - \sigma_0)^2$.""",
    ),
    notes=r"""
With $A = \sum_i 1/M_i$ the errors have the variances $§s^2A$ and $§s^2A/2$. The square of a normal
variable of variance $v$ has the variance $2v^2$; the weights enter squared.
""",
    solution='''
def risk_variance(sample_sizes):
    """The variance of the cost after these fits, for large sizes."""
    # BEGIN SOLUTION
    A = sum(1 / size for size in sample_sizes)
    return §s**4 * (2 * (§a * A) ** 2 + 2 * (§b * A / 2) ** 2)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_one_fit(risk_variance):
    M = 10**6
    assert abs(float(risk_variance([M])) * M**2 / §s**4 - 2 * §a**2 - §b**2 / 2) < 1e-3
    small, large = (float(risk_variance([c * M, 3 * c * M])) for c in (1, 2))
    assert abs(small / large - 4) < 1e-3
""",
            "after one fit it is §s^4 (2 · §a^2 + §b^2 / 2) / M^2, and it is of the second order",
        ),
        Test(
            3,
            """
def test_many_fits(risk_variance):
    import numpy as np

    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    weights = np.outer(weights, weights) / weights.sum() ** 2
    for shape in (§shape, §other, [5] * 6):
        sizes = [10**6 * M for M in shape]
        spread = §s * sum(1 / M for M in sizes) ** 0.5
        cost = §a * (spread * nodes[:, None]) ** 2 + §b * (spread * nodes) ** 2 / 2
        exact = (weights * cost**2).sum() - (weights * cost).sum() ** 2
        assert abs(float(risk_variance(sizes)) / exact - 1) < 1e-3
""",
        ),
    ),
    wrong=(
        Wrong(
            "each fit by itself, as if the errors did not add up before they are squared",
            """
def risk_variance(sample_sizes):
    A2 = sum(1 / size**2 for size in sample_sizes)
    one = 2 * §a**2 + §b**2 / 2
    return §s**4 * one * A2
""",
            3,
        ),
    ),
)
