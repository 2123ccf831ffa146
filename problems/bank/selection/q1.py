"""One round of curation, simulated."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "K": rng.randint(4, 8),
        "w": rng.randint(4, 12),
        "a": rng.choice([0.15, 0.2, 0.3, 0.35]),
        "M": rng.randint(20, 40),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"K": 3, "w": 2, "a": 0.3, "M": 25, "seed": 71},
    texts=(
        r"""**1. One round.** Outputs are of two kinds; a share $a$ is of the first. To keep one, a
user looks at §K independent outputs and takes one of them at random, where each output of the first
kind has §w times the chance of each of the second. Write `curate(a, M, rng)`: $M$ outputs are kept
so, independently; return the share of the first kind among them.""",
        r"""**1. One round.** Write `curate(a, M, rng)`. A model makes outputs of two kinds, the
first with the probability $a$. Each of $M$ users is shown §K of them, independently, and keeps one;
an output of the first kind is kept §w times as often as one of the second that is shown beside it.
Return which share of the $M$ outputs that are kept is of the first kind.""",
    ),
    solution='''
def curate(a, M, rng):
    """The share of the first kind among M outputs that are kept."""
    # BEGIN SOLUTION
    first = rng.binomial(§K, a, M)
    chance = §w * first / (§w * first + §K - first)
    return float((rng.random(M) < chance).mean())
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_ends(curate):
    # 20,000 users: 0.05 is more than 14 standard errors.
    from math import comb

    import numpy as np

    assert curate(0.0, 50, np.random.default_rng(1)) == 0
    assert curate(1.0, 50, np.random.default_rng(1)) == 1
    assert curate(0.3, 50, np.random.default_rng(2)) == curate(0.3, 50, np.random.default_rng(2))
    kept = sum(comb(§K, j) * §w * j / (§w * j + §K - j) for j in range(§K + 1)) / 2**§K
    assert abs(curate(0.5, 20_000, np.random.default_rng(3)) - kept) < 0.05
""",
            "a kind that is not there is never kept; from a half it becomes the mean over what "
            "is shown",
        ),
        Test(
            1,
            """
def test_mean(curate):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    from math import comb

    import numpy as np

    def shown(j, a):
        return comb(§K, j) * a**j * (1 - a) ** (§K - j)

    rng = np.random.default_rng(§seed)
    for a in (§a, 0.6):
        kept = sum(shown(j, a) * §w * j / (§w * j + §K - j) for j in range(§K + 1))
        error = (kept * (1 - kept) / 400_000) ** 0.5
        assert abs(curate(a, 400_000, rng) - kept) < 5.6 * error
""",
        ),
        Test(
            1,
            """
def test_spread(curate):
    # The variance of 3000 shares: 25 % off is more than 9 standard errors.
    from math import comb

    import numpy as np

    def shown(j, a):
        return comb(§K, j) * a**j * (1 - a) ** (§K - j)

    rng, a, M = np.random.default_rng(§seed + 1), §a, §M
    kept = sum(shown(j, a) * §w * j / (§w * j + §K - j) for j in range(§K + 1))
    assert abs(curate(a, 40_000, rng) - kept) < 0.05
    shares = np.array([curate(a, M, rng) for _ in range(3000)])
    assert abs(shares.mean() - kept) < 5.6 * (kept * (1 - kept) / M / 3000) ** 0.5
    assert abs(shares.var() * M / kept / (1 - kept) - 1) < 0.25
""",
        ),
    ),
    wrong=(
        Wrong(
            "all M users see the same outputs",
            """
def curate(a, M, rng):
    first = rng.binomial(§K, a)
    chance = §w * first / (§w * first + §K - first)
    return float((rng.random(M) < chance).mean())
""",
            3,
        ),
    ),
)
