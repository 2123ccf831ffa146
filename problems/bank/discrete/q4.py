"""When a state is lost, or alone, after a first data set of its own size."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

EVENTS = {
    "has no points left": ((1, 0), "1 - q"),
    "has all the points": ((0, 1), "q"),
    "has either no points left or all of them": ((1, 1), "1"),
}


def draw(rng: Random) -> Values:
    event, ((none, every), limit) = rng.choice(sorted(EVENTS.items()))
    return {
        "event": event,
        "none": none,
        "every": every,
        "limit": limit,
        "first": rng.randint(11, 40),
        "q": rng.choice([0.1, 0.15, 0.3, 0.35]),
        "M": rng.randint(5, 9),
        "n": rng.randint(3, 6),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**4. When is it over?** The first data set is real and has §first points; all later ones
have $M$. Write `ended(q, M, n)`: the probability that after $n \ge 1$ fits a state of share $q$
§event. Return a float, exact but for rounding. Check that it tends to $§limit$ as $n$ grows.""",
        r"""**4. When is it over?** A real data set of §first points is the first; from then on each
data set has $M$ points of the newest fit. Write `ended(q, M, n)`, which returns, as a float and
exactly but for rounding, how probable it is that a state which had the share $q$ at first §event
after $n \ge 1$ fits. For many fits it must tend to $§limit$.""",
    ),
    notes=r"""
The first data set has $\mathrm{Bin}(§first, q)$ points of the state; the first step of the
chain leads from §first points to $M$, each later one from $M$ to $M$. What happens in one
generation is not independent of what came before.
""",
    solution='''
def ended(q, M, n):
    """The probability of the event after n fits."""
    # BEGIN SOLUTION
    from scipy.stats import binom

    law, points = binom.pmf(np.arange(§first + 1), §first, q), §first
    for _ in range(n - 1):
        step = binom.pmf(np.arange(M + 1), M, np.arange(points + 1)[:, None] / points)
        law, points = law @ step, M
    return float(§none * law[0] + §every * law[-1])
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_one_generation(ended):
    for q, M in ((0.1, 5), (0.03, 50), (0.5, 3)):
        assert abs(ended(q, M, 1) - (§none * (1 - q) ** §first + §every * q**§first)) < 1e-12
""",
            "after one fit only the first data set counts, of §first points",
        ),
        Test(
            2,
            """
def test_simulated(ended):
    # Three comparisons at 5.6 standard errors, and a floor for rare events: below 1e-7.
    import numpy as np

    rng = np.random.default_rng(§seed)
    for q, M, n in ((§q, §M, §n), (0.25, 6, 2), (0.4, 6, 9)):
        share = rng.binomial(§first, q, 40_000) / §first
        for _ in range(n - 1):
            share = rng.binomial(M, share) / M
        over = (§none * (share == 0) + §every * (share == 1)).mean()
        assert abs(ended(q, M, n) - over) < 5.6 * (over * (1 - over) / 40_000) ** 0.5 + 3e-4
""",
        ),
        Test(
            1,
            """
def test_exact(ended):
    from math import comb

    for q, M in ((§q, §M), (0.7, 3)):  # two fits, by hand
        over = 0.0
        for j in range(§first + 1):
            share = j / §first
            chance = comb(§first, j) * q**j * (1 - q) ** (§first - j)
            over += chance * (§none * (1 - share) ** M + §every * share**M)
        assert abs(ended(q, M, 2) - over) < 1e-9
    for q, M in ((0.2, 8), (§q, §M)):
        assert abs(ended(q, M, 600) - (§none * (1 - q) + §every * q)) < 1e-9
""",
        ),
    ),
    wrong=(
        Wrong(
            "as if each generation were a new, independent chance",
            """
def ended(q, M, n):
    once = §none * (1 - q) ** §first + §every * q**§first
    return 1 - (1 - once) ** n if n > 1 else once
""",
            3,
        ),
    ),
)
