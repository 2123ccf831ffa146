"""A verifier, round after round."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "phi": rng.choice([0.7, 0.75, 0.85, 0.95]),
        "psi": rng.choice([0.1, 0.15, 0.3, 0.35]),
        "eps": rng.choice([0.02, 0.05, 0.15, 0.2]),
        "p": rng.choice([0.2, 0.3, 0.6, 0.7]),
        "n": rng.randint(3, 7),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"phi": 0.9, "psi": 0.2, "eps": 0.1, "p": 0.4, "n": 4, "seed": 81},
    texts=(
        r"""**4. A verifier.** A model's answers are wrong with the share that its training data
have, and in addition the model spoils each right answer with the probability $§eps$. A verifier
then keeps a right answer with the probability $§phi$ and a wrong one with $§psi$, and the next
model is trained on what was kept. Write `wrong_share(p, n)`: the share of wrong answers in the
training data after $n \ge 0$ rounds, when it was $p$ at first.""",
        r"""**4. A verifier.** In each round a model reproduces its training data, but turns right
answers into wrong ones with the probability $§eps$; then a verifier passes right answers with the
probability $§phi$ and wrong ones with $§psi$; what has passed is the training data of the next
round. Write `wrong_share(p, n)`, which returns the share of wrong answers in the training data of
round $n$, where in round 0 it is $p$.""",
    ),
    notes=r"""
First the model: $p' = p + (1 - p)\,§eps$. Then the verifier multiplies the odds of wrong to
right by $§psi/§phi$. The odds obey a linear recursion.
""",
    solution='''
def wrong_share(p, n):
    """The share of wrong answers in the training data after n rounds."""
    # BEGIN SOLUTION
    for _ in range(n):
        p = p + (1 - p) * §eps
        p = §psi * p / (§psi * p + §phi * (1 - p))
    return p
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_one_round(wrong_share):
    assert wrong_share(0.3, 0) == 0.3
    assert wrong_share(1.0, 3) == 1
    odds = §psi / §phi * §eps / (1 - §eps)  # of what a perfect start becomes
    assert abs(wrong_share(0.0, 1) - odds / (1 + odds)) < 1e-9
""",
            "from right answers alone the model makes some wrong ones, of which the verifier "
            "keeps a part",
        ),
        Test(
            2,
            """
def test_odds(wrong_share):
    for p, n in ((§p, §n), (0.5, 1), (0.9, 12), (0.01, 2)):
        odds = p / (1 - p)
        for _ in range(n):
            odds = §psi / §phi * (odds + §eps) / (1 - §eps)
        assert abs(wrong_share(p, n) - odds / (1 + odds)) < 1e-9
""",
        ),
        Test(
            1,
            """
def test_simulated(wrong_share):
    # At 5.6 standard errors of 70,000 answers that are kept, twice: below 1e-7, and the
    # chain's earlier rounds are exact.
    import numpy as np

    rng = np.random.default_rng(§seed)
    for p in (§p, 0.05):
        wrong = rng.random(500_000) < p
        wrong |= rng.random(wrong.size) < §eps
        kept = wrong[rng.random(wrong.size) < np.where(wrong, §psi, §phi)]
        exact = wrong_share(p, 1)
        assert abs(kept.mean() - exact) < 5.6 * (exact * (1 - exact) / kept.size) ** 0.5
""",
        ),
    ),
    wrong=(
        Wrong(
            "the verifier first, the model's errors after it",
            """
def wrong_share(p, n):
    for _ in range(n):
        p = §psi * p / (§psi * p + §phi * (1 - p))
        p = p + (1 - p) * §eps
    return p
""",
            4,
        ),
    ),
)
