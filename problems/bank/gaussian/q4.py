"""The risk, with weights."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "a": rng.choice([2, 3, 4, 5]),
        "b": rng.choice([2, 3, 5, 6]),
        "s": rng.choice([2, 3, 4]),
        "sizes": [rng.randint(5, 30) * 10 for _ in range(3)],
        "other": [rng.randint(10, 40) * 5 for _ in range(4)],
        "few": [rng.randint(3, 6), rng.randint(3, 9)],
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**4. The risk.** A chain begins with $\mathcal N(0, §s^2)$, and its variance is unbiased
(divisor $M_i - 1$). Write `risk(sample_sizes)`: the exact mean of $R_n = §a(\mu_n - \mu_0)^2 +
§b(\sigma_n - \sigma_0)^2$ after fits to $M_0, \dots, M_{n-1}$ points (the entries of the list,
which may differ). Return a number. Hold it against a simulation before you trust it.""",
        r"""**4. The risk.** An error of the mean costs §a times its square, an error of the
standard deviation §b times its square: $R_n = §a(\mu_n - \mu_0)^2 + §b(\sigma_n - \sigma_0)^2$.
Write `risk(sample_sizes)`, which returns the exact $\operatorname{E}R_n$ after one fit to each of
the sizes in the list, which may differ. The chain starts at $\mu_0 = 0$, $\sigma_0 = §s$, and its
variance has the divisor $M_i - 1$. Try it against a simulation.""",
    ),
    notes=r"""
The mean moves by $\operatorname{E}\sigma_i^2/M_i = §s^2/M_i$ in each step, in variance.
$\sigma_n^2$ is $\sigma_0^2$ times a product of independent $S_i$ with mean 1, so
$\operatorname{E}(\sigma_n - \sigma_0)^2 = \sigma_0^2(2 - 2\prod_i\operatorname{E}\sqrt{S_i})$.
""",
    solution='''
def risk(sample_sizes):
    """The expected cost after these fits."""
    # BEGIN SOLUTION
    roots = [float(mc.theory.gaussian.c4(size)) for size in sample_sizes]
    moved = sum(1 / size for size in sample_sizes)
    return §s**2 * (§a * moved + §b * 2 * (1 - np.prod(roots)))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_one_fit(risk):
    for M in (1000, 20_000):
        assert abs(float(risk([M])) * M / §s**2 / (§a + §b / 2) - 1) < 0.01
""",
            "after one fit to many points the risk is about §s^2 (§a + §b / 2) / M",
        ),
        Test(
            2,
            """
def test_simulated(risk):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    rng = np.random.default_rng(§seed)
    for sizes in (§sizes, §other):
        mu, sigma = np.zeros(40_000), np.full(40_000, §s.0)
        for M in sizes:
            mu = mu + sigma / M**0.5 * rng.standard_normal(40_000)
            sigma = sigma * np.sqrt(rng.chisquare(M - 1, 40_000) / (M - 1))
        last = §a * mu**2 + §b * (sigma - §s) ** 2
        assert abs(float(risk(sizes)) - last.mean()) < 5.6 * last.std() / 200
""",
        ),
        Test(
            1,
            """
def test_exact(risk):
    from math import prod

    from scipy import stats

    for sizes in ([3], §few, [2, 2, 2], [30, 7, 12]):
        root = prod(stats.chi(M - 1).mean() / (M - 1) ** 0.5 for M in sizes)
        exact = §s**2 * (§a * sum(1 / M for M in sizes) + §b * 2 * (1 - root))
        assert abs(float(risk(sizes)) - exact) < 1e-8
""",
        ),
    ),
    wrong=(
        Wrong(
            "only the last root counts",
            """
def risk(sample_sizes):
    root = float(mc.theory.gaussian.c4(sample_sizes[-1]))
    return §s**2 * (§a * sum(1 / size for size in sample_sizes) + §b * 2 * (1 - root))
""",
            3,
        ),
    ),
)
