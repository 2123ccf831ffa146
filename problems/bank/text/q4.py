"""Tokens that two fits lose."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "c": rng.randint(3, 6),
        "d": rng.choice([1, 2, 4, 5]),
        "M": rng.randint(8, 15),
        "K": rng.randint(5, 9),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"c": 2, "d": 3, "M": 10, "K": 6, "seed": 41},
    texts=(
        r"""**4. Lost in two fits.** Model 1 counts the tokens of a real text of $§c M$ tokens,
drawn independently from the law $p$. It writes $§d M$ tokens, independently, and model 2 counts
those. Write `lost_mass(p, M)`: the expected share *of real text* that consists of tokens which
model 2 does not know, that is, the sum of $p_k$ over these, in the mean. Return a float, exact but
for rounding.""",
        r"""**4. Lost in two fits.** A text of $§c M$ independent tokens of the law $p$ is counted
by model 1, and what model 1 writes, $§d M$ independent tokens, by model 2. Which share of *real*
text is in tokens that never come up in what model 2 has counted? Write `lost_mass(p, M)`, which
returns its mean, $\sum_k p_k P(\text{token } k \text{ is lost})$, as a float without
approximation.""",
    ),
    notes=r"""
Given that a token was counted $x$ times in the first text, it is missing in the second with the
probability $(1 - x/(§c M))^{§d M}$; $x$ is binomial. The two losses are not independent: who
survives the first text is often frequent in it.
""",
    solution='''
def lost_mass(p, M):
    """The expected share of real text in tokens that model 2 does not know."""
    # BEGIN SOLUTION
    from scipy.stats import binom

    x = np.arange(§c * M + 1)
    missing = (1 - x / (§c * M)) ** (§d * M)
    return float(sum(share * (binom.pmf(x, §c * M, share) @ missing) for share in p))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_two_tokens(lost_mass):
    from fractions import Fraction
    from math import comb

    N = 2 * §c  # two tokens of equal probability, M = 2
    exact = sum(comb(N, x) * (1 - Fraction(x, N)) ** (2 * §d) for x in range(N + 1))
    exact /= Fraction(2) ** N
    assert abs(lost_mass([0.5, 0.5], 2) - float(exact)) < 1e-9
""",
            "for two equally frequent tokens and M = 2, enumerate the counts of the first text",
        ),
        Test(
            2,
            """
def test_simulated_texts(lost_mass):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    rng = np.random.default_rng(§seed)
    for K, M in ((§K, §M), (12, 5)):
        p = rng.dirichlet(np.ones(K))
        first = rng.multinomial(§c * M, p, 40_000) / (§c * M)
        gone = rng.multinomial(§d * M, first) == 0
        values = gone @ p
        assert abs(lost_mass(p, M) - values.mean()) < 5.6 * values.std() / 200
""",
        ),
        Test(
            1,
            """
def test_exact(lost_mass):
    from fractions import Fraction
    from math import comb

    p, M = [Fraction(1, 7), Fraction(2, 7), Fraction(4, 7)], 4
    N = §c * M
    exact = sum(
        a * comb(N, x) * a**x * (1 - a) ** (N - x) * (1 - Fraction(x, N)) ** (§d * M)
        for a in p
        for x in range(N + 1)
    )
    assert abs(lost_mass([float(a) for a in p], M) - float(exact)) < 1e-9
""",
        ),
    ),
    wrong=(
        Wrong(
            "the two losses taken to be independent",
            """
def lost_mass(p, M):
    p = np.asarray(p, float)
    kept = (1 - (1 - p) ** (§c * M)) * (1 - (1 - p) ** (§d * M))
    return float((p * (1 - kept)).sum())
""",
            4,
        ),
    ),
)
