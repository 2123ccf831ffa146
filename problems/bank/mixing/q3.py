"""Accumulation, with copies of what models write."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "c": rng.randint(2, 5),
        "v": rng.randint(2, 30),
        "sizes": [rng.randint(15, 25), rng.randint(2, 5), rng.randint(20, 50), 3, 40],
        "other": [rng.randint(5, 8)] * 8,
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**3. Accumulation with copies.** Every fit is to *all* data so far: $M_0$ real points of
$\mathcal N(0, §v)$; then $M_1$ from the first model, each of which enters the pool §c times; then
$M_2$ from the second, §c times each, and so on. Write `pooled_variance(sample_sizes)`: the exact
$\operatorname{E}\sigma_n^2$ after as many fits as the list has entries. Conservation helps:
$\operatorname{E}\sigma_n^2 = §v - \operatorname{Var}\mu_n$. By how much does the mean of the pool
move when the newest points join?""",
        r"""**3. Accumulation with copies.** A pool begins with $M_0$ real points of $\mathcal N(0,
§v)$. Each fit is to the whole pool; then the model writes $M_1, M_2, \dots$ points, and each of
*these* is put into the pool §c times. Real points are in it once. Write
`pooled_variance(sample_sizes)`, the exact $\operatorname{E}\sigma_n^2$ of the model that is fitted
last, for a list of $M_0, M_1, \dots$ of any length. You may use $\operatorname{E}\sigma_n^2 = §v -
\operatorname{Var}\mu_n$.""",
    ),
    notes=r"""
Of $N_i$ points in the pool the newest draws are $§c M_i$, so the mean moves by $(§c
M_i/N_i)\cdot\sigma_i Z/\sqrt{M_i}$, a step of variance $§c^2\sigma_i^2M_i/N_i^2$: copies carry the
same error §c times. The first fit multiplies by $1 - 1/M_0$.
""",
    solution='''
def pooled_variance(sample_sizes):
    """The mean variance of the model after these fits to all data so far."""
    # BEGIN SOLUTION
    left, pool = §v * (1 - 1 / sample_sizes[0]), sample_sizes[0]
    for size in sample_sizes[1:]:
        pool += §c * size
        left *= 1 - §c**2 * size / pool**2
    return left
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_first_fit(pooled_variance):
    for M in (2, 10, 300):
        assert abs(pooled_variance([M]) - §v * (1 - 1 / M)) < 1e-9
        assert pooled_variance([M, 4]) <= pooled_variance([M])
""",
            "after one fit it is §v (1 - 1 / M_0), and it never rises",
        ),
        Test(
            2,
            """
def test_simulated_pool(pooled_variance):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    rng, runs = np.random.default_rng(§seed), 30_000
    for sizes in (§sizes, §other):
        mu, sigma, count, total, squares = np.zeros(runs), np.full(runs, §v**0.5), 0, 0.0, 0.0
        for i, M in enumerate(sizes):
            copies = §c if i else 1
            points = mu + sigma * rng.standard_normal((M, runs))
            count += copies * M
            total = total + copies * points.sum(axis=0)
            squares = squares + copies * (points**2).sum(axis=0)
            mu = total / count
            sigma = np.sqrt(squares / count - mu**2)
        found = sigma**2
        assert abs(found.mean() - pooled_variance(sizes)) < 5.6 * found.std() / runs**0.5
""",
        ),
        Test(
            1,
            """
def test_exact(pooled_variance):
    # Var mu_n, step by step.
    for sizes in ([2, 7], §sizes, [9] * 6):
        left, spread, pool = §v - §v / sizes[0], §v / sizes[0], sizes[0]
        for M in sizes[1:]:
            pool += §c * M
            spread += (§c * M / pool) ** 2 * left / M
            left = §v - spread
        assert abs(pooled_variance(sizes) - left) < 1e-9
""",
        ),
    ),
    wrong=(
        Wrong(
            "copies counted like new points",
            """
def pooled_variance(sample_sizes):
    left, pool = §v * (1 - 1 / sample_sizes[0]), sample_sizes[0]
    for size in sample_sizes[1:]:
        pool += §c * size
        left *= 1 - §c * size / pool**2
    return left
""",
            3,
        ),
    ),
)
