"""A simulated number and its error."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

QUANTITIES = {
    "diversity $1 - \\sum_k p_k^2$": "1 - (p**2).sum(axis=-1)",
    "the largest share $\\max_k p_k$": "p.max(axis=-1)",
    "the sum of cubes $\\sum_k p_k^3$": "(p**3).sum(axis=-1)",
    "the difference of the largest and the smallest share": "p.max(axis=-1) - p.min(axis=-1)",
}


def draw(rng: Random) -> Values:
    words, code = rng.choice(sorted(QUANTITIES.items()))
    return {
        "words": words,
        "code": code,
        "runs": rng.randrange(1200, 2600, 50),
        "sets": [(rng.randint(8, 14), 3, 9), (rng.randint(30, 50), rng.randint(4, 6), 20)],
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**6. A number and its error.** Write `measured(p, M, n, rng)`: simulate with `mc.run`,
with §runs replicates, §words in the law that is fitted last, after $n$ fits to $M$ points,
beginning with the law `p`. Return the mean over the replicates and its standard error.""",
        r"""**6. A number and its error.** A chain begins with the law `p` and is fitted $n$ times
to $M$ points. What is, in the mean, §words of the last fit? Write `measured(p, M, n, rng)`: it
returns the mean of §runs replicates of `mc.run`, and the standard error of that mean.""",
    ),
    solution='''
def measured(p, M, n, rng):
    """The mean of the quantity after n fits, and its standard error."""
    # BEGIN SOLUTION
    trace = mc.run(mc.Categorical(p), sample_size=M, generations=n, replicates=§runs, rng=rng)
    p = trace.p.values[-1]
    values = §code
    return values.mean(), values.std(ddof=1) / np.sqrt(§runs)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_pair(measured):
    import numpy as np

    p = np.full(20, 0.05)
    first, again = (measured(p, 30, 3, np.random.default_rng(2)) for _ in range(2))
    assert tuple(first) == tuple(again)
    mean, error = map(float, first)
    assert 0 < mean < 1
    assert 0 < error < 0.1
""",
            "two positive numbers below 1, the same for the same generator",
        ),
        Test(
            1,
            """
def test_mean(measured):
    # Two comparisons of two means at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    rng = np.random.default_rng(§seed)
    for M, n, states in §sets:
        start = np.arange(1, states + 1) / np.arange(1, states + 1).sum()
        p = np.tile(start, (8000, 1))
        for _ in range(n):
            p = rng.multinomial(M, p) / M
        values = §code
        mean, _ = measured(start, M, n, np.random.default_rng(M))
        error = values.std() * (1 / §runs + 1 / 8000) ** 0.5
        assert abs(mean - values.mean()) < 5.6 * error
""",
        ),
        Test(
            1,
            """
def test_error(measured):
    # The spread of 40 means beside the stated error. A factor of 2.2 either way is exceeded by a
    # right answer with probability P(chi2_39 < 39/4.84) + P(chi2_39 > 188) < 3e-8.
    import numpy as np

    p, rng = np.full(15, 1 / 15), np.random.default_rng(§seed + 1)
    assert measured(p, 20, 2, rng)[0] < 1
    means, errors = np.array([measured(p, 20, 2, rng) for _ in range(40)], float).T
    assert 1 / 2.2 < means.std(ddof=1) / np.sqrt(np.mean(errors**2)) < 2.2
""",
        ),
    ),
    wrong=(
        Wrong(
            "the spread of the runs in place of the mean's error",
            """
def measured(p, M, n, rng):
    trace = mc.run(mc.Categorical(p), sample_size=M, generations=n, replicates=§runs, rng=rng)
    p = trace.p.values[-1]
    values = §code
    return values.mean(), min(values.std(ddof=1), 0.09)
""",
            1,
        ),
    ),
)
