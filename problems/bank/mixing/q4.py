"""How much real data is enough, in other units."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    v = rng.randint(2, 40)
    power, words = rng.choice([(1, "V \\le"), (2, "\\sqrt V \\le")])
    return {
        "v": v,
        "power": power,
        "words": words,
        "root": "" if power == 1 else "^2",
        "sets": [(10, 0.2), (rng.randint(40, 90), 0.03), (rng.randint(100, 300), 0.5)],
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**4. How much real data?** Each point is fresh and real, from $\mathcal N(0, §v)$, with
probability $\gamma$, and comes from the newest model otherwise. In the long run the fitted mean
then has the variance

$$V = \frac{§v/M}{1 - (1-\gamma)^2(1 - 1/M)} .$$

Write `least_share(M, target)`: the smallest $\gamma$ for which $§words$ `target`, exactly, for
targets that can be reached and that are not reached without any real data.""",
        r"""**4. How much real data?** A point is real with probability $\gamma$ and then fresh,
from $\mathcal N(0, §v)$; otherwise the newest model writes it. After many generations the mean of
the fit has the variance $V$,

$$V = \frac{§v/M}{1 - (1-\gamma)^2(1 - 1/M)} .$$

What is the least $\gamma$ that keeps $§words$ `target`? Write `least_share(M, target)`, which
returns it exactly, for targets between what $\gamma = 0$ and what $\gamma = 1$ give.""",
    ),
    solution='''
def least_share(M, target):
    """The share of fresh data that keeps the mean's error at the target."""
    # BEGIN SOLUTION
    V = target**§power / §v
    return 1 - ((1 - 1 / (M * V)) / (1 - 1 / M)) ** 0.5
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_large_sample(least_share):
    target = (§v * 1e-5) ** (1 / §power)
    assert abs(least_share(10**7, target) / 0.005 - 1) < 0.01
""",
            "for a large M it is near §v / (2 M target§root)",
        ),
        Test(
            2,
            """
def test_reaches_target(least_share):
    for M, share in §sets:
        gamma = least_share(M, (§v * share) ** (1 / §power))
        assert 0 <= gamma <= 1
        variance = §v / M / (1 - (1 - gamma) ** 2 * (1 - 1 / M))
        assert abs(float(variance) / (§v * share) - 1) < 1e-6
    for M in (4, 50):  # no real data, and nothing else
        assert abs(least_share(M, §v ** (1 / §power))) < 1e-6
        assert abs(least_share(M, (§v / M) ** (1 / §power)) - 1) < 1e-6
""",
        ),
    ),
    wrong=(
        Wrong(
            "the rule of thumb for large samples",
            """
def least_share(M, target):
    return §v / (2 * M * target**§power)
""",
            2,
        ),
    ),
)
