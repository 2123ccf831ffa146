"""The loop, with a start and a divisor of its own."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "mu": rng.choice([-4, -3, -2, 2, 3, 4]),
        "sigma": rng.choice([2, 3, 4, 5]),
        "c": rng.choice([1, 2, 3, 4]),
        "M": rng.randint(17, 29),
        "m": rng.randint(45, 75),
        "n": rng.randint(3, 4),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**1. The loop.** A chain begins with $\mu_0 = §mu$ and $\sigma_0 = §sigma$, and its
variance has the divisor $M + §c$. Write `chain(M, n, replicates, rng)` in NumPy alone, without
`mc.run`: `replicates` independent chains of $n$ fits, with $M$ points drawn in every generation.
Return two arrays `mu, sigma` of shape `(n + 1, replicates)`; row 0 is the beginning.""",
        r"""**1. The loop.** Write `chain(M, n, replicates, rng)`, with NumPy and without `mc.run`.
It returns two arrays `mu, sigma` with $n + 1$ rows, one for each generation from 0 on, and a column
for each of the `replicates` independent chains. Every generation draws $M$ points; the sum of their
squared deviations is divided by $M + §c$. In generation 0 all chains stand at the mean $§mu$ and
the standard deviation $§sigma$.""",
    ),
    solution='''
def chain(M, n, replicates, rng):
    """Means and standard deviations, each (n + 1, replicates)."""
    # BEGIN SOLUTION
    mu, sigma = np.full((n + 1, replicates), §mu.0), np.full((n + 1, replicates), §sigma.0)
    for i in range(n):
        points = rng.normal(mu[i], sigma[i], (M, replicates))
        mu[i + 1] = points.mean(axis=0)
        sigma[i + 1] = np.sqrt(((points - mu[i + 1]) ** 2).sum(axis=0) / (M + §c))
    return mu, sigma
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_form(chain):
    import numpy as np

    mu, sigma = chain(5, 3, 7, np.random.default_rng(1))
    assert mu.shape == sigma.shape == (4, 7)
    assert (mu[0] == §mu).all()
    assert (sigma[0] == §sigma).all()
    assert (sigma[1:] > 0).all()
    again, other = (chain(5, 3, 7, np.random.default_rng(seed))[0] for seed in (1, 2))
    assert (mu == again).all()
    assert (mu[1:] != other[1:]).all()
""",
            "check the shapes, row 0, and that all randomness comes from rng",
        ),
        Test(
            1,
            """
def test_moments(chain):
    # Four comparisons at 5.6 standard errors, 2e-8 each: a false alarm in 1e-7 of all seeds.
    import numpy as np

    for M, n in ((§M, §n), (§m, 2)):
        mu, sigma = chain(M, n, 15_000, np.random.default_rng(§seed))
        left = [§sigma**2 * ((M - 1) / (M + §c)) ** i for i in range(n + 1)]
        moved = sum(left[:-1]) / M
        for values, exact in ((sigma[-1] ** 2, left[-1]), ((mu[-1] - §mu) ** 2, moved)):
            assert values.std() < 2 * §sigma**2
            assert abs(values.mean() - exact) < 5.6 * values.std() / 15_000**0.5
""",
        ),
        Test(
            1,
            """
def test_steps(chain):
    # Each step has the laws of Cochran's theorem. Two tests at 2e-8.
    import numpy as np
    from scipy import stats

    mu, sigma = chain(§M, 2, 10_000, np.random.default_rng(§seed + 1))
    jump = (mu[2] - mu[1]) / sigma[1] * np.sqrt(§M)
    ratio = (§M + §c) * (sigma[2] / sigma[1]) ** 2
    assert stats.kstest(jump, "norm").pvalue > 2e-8
    assert stats.kstest(ratio, stats.chi2(§M - 1).cdf).pvalue > 2e-8
""",
        ),
    ),
    wrong=(
        Wrong(
            "NumPy's own divisor, M",
            """
def chain(M, n, replicates, rng):
    mu, sigma = np.full((n + 1, replicates), §mu.0), np.full((n + 1, replicates), §sigma.0)
    for i in range(n):
        points = rng.normal(mu[i], sigma[i], (M, replicates))
        mu[i + 1], sigma[i + 1] = points.mean(axis=0), points.std(axis=0)
    return mu, sigma
""",
            2,
        ),
    ),
)
