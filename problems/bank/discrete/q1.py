"""One generation, with points that go astray."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "u": rng.randint(4, 30) / 100,
        "counts": rng.sample([0, 3, 5, 8, 12, 14], 4),
        "size": rng.randint(25, 40),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**1. One generation.** The model errs: each new point is, independently, with the
probability $§u$ one of all states with equal chances, and otherwise drawn from the fit. Write
`resample(counts, size, rng)`: given how many points each state has (an array of whole numbers),
return how many it has in the next data set, of `size` points. `size` need not be the old total.""",
        r"""**1. One generation.** Write `resample(counts, size, rng)`. `counts` says how many
points each state has. The next data set has `size` points, not always as many as the last one. Each
of them follows the shares of the states in `counts`, but with the probability $§u$, independently
of all others, it is instead drawn from the uniform law on the states. Return the new counts, an
array of whole numbers.""",
    ),
    solution='''
def resample(counts, size, rng):
    """The counts of the next data set, an array of whole numbers."""
    # BEGIN SOLUTION
    counts = np.asarray(counts)
    return rng.multinomial(size, (1 - §u) * counts / counts.sum() + §u / len(counts))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_counts(resample):
    # An empty state stays empty with a probability below 1e-80.
    import numpy as np

    rng = np.random.default_rng(3)
    for size in (20_000, 30_001):
        new = np.asarray(resample(np.array([3, 0, 6, 1]), size, rng))
        assert new.shape == (4,)
        assert np.issubdtype(new.dtype, np.integer)
        assert new.sum() == size
        assert new[1] > 0
        assert (new >= 0).all()
""",
            "whole numbers that sum to size; an empty state can come back",
        ),
        Test(
            2,
            """
def test_law(resample):
    # Six comparisons at 5.6 standard errors: a false alarm in 2e-7 of all seeds.
    import numpy as np

    rng, counts, size = np.random.default_rng(§seed), np.array(§counts), §size
    drawn = np.array([resample(counts, size, rng) for _ in range(6000)])
    assert (drawn.sum(axis=1) == size).all()
    assert (drawn >= 0).all()
    share = (1 - §u) * counts / counts.sum() + §u / 4
    off = drawn - size * share
    for values, exact in (
        (off[:, 0], 0),
        (off[:, 1], 0),
        (off[:, 3], 0),
        (off[:, 0] ** 2, size * share[0] * (1 - share[0])),
        (off[:, 2] ** 2, size * share[2] * (1 - share[2])),
        (off[:, 0] * off[:, 2], -size * share[0] * share[2]),
    ):
        assert abs(values.mean() - exact) <= 5.6 * values.std() / 6000**0.5
""",
        ),
    ),
    wrong=(
        Wrong(
            "the points that go astray are dealt out evenly, not drawn",
            """
def resample(counts, size, rng):
    counts = np.asarray(counts)
    astray = rng.binomial(size, §u)
    uniform = np.full(len(counts), astray // len(counts))
    uniform[0] += astray - uniform.sum()
    return rng.multinomial(size - astray, counts / counts.sum()) + uniform
""",
            2,
        ),
    ),
)
