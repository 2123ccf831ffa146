"""Real data as a counterweight, for pairs."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    w = rng.randint(4, 40)
    return {
        "w": w,
        "p": rng.randint(3, 45) / 100,
        "gamma": rng.randint(8, 40) / 100,
    }


TEMPLATE = Template(
    draw=draw,
    sample={"w": 3, "p": 0.3, "gamma": 0.2},
    texts=(
        r"""**3. A counterweight.** Now users see *pairs*, and the first kind has §w times the
chance of the second. A share $\gamma$ of what the next model learns is real data, in which the
first kind has the share $p$; the rest is what users kept. Write `rests(p, gamma)`: the share at
which the first kind settles, from a start that has both kinds, exactly but for rounding, for $0 \le
p \le 1$ and $0 < \gamma \le 1$. For $p = 0$ think of what happens to a rare kind.""",
        r"""**3. A counterweight.** Each of two outputs is of the first kind with the probability
$a$; one of them is kept, and one of the first kind is kept §w times as often as one of the second
beside it. What the next model learns is kept output with the probability $1 - \gamma$, and
otherwise real data, of the first kind with the probability $p$. Write `rests(p, gamma)`: where $a$
ends after many rounds, if it began between 0 and 1, for $0 \le p \le 1$ and $0 < \gamma \le 1$.
Mind $p = 0$.""",
    ),
    notes=r"""
For pairs $F(a) = a + ta(1-a)$ with $t = (§w - 1)/(§w + 1)$. The fixed points are the roots of
$ga^2 + (\gamma - g)a - \gamma p$ with $g = (1-\gamma)t$: the larger one holds, or 0 where it is
negative.
""",
    solution='''
def rests(p, gamma):
    """Where the share of the first kind ends."""
    # BEGIN SOLUTION
    g = (1 - gamma) * (§w - 1) / (§w + 1)
    if g == 0:
        return float(p)
    return float((g - gamma + np.sqrt((g - gamma) ** 2 + 4 * g * gamma * p)) / (2 * g))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_seldom(rests):
    t = (§w - 1) / (§w + 1)
    for gamma in (0.05, 0.1, 0.2):
        assert abs(rests(0.0, gamma) - max(0, 1 - gamma / (1 - gamma) / t)) < 1e-7
""",
            "with p = 0 the first kind keeps the share 1 - gamma (w + 1) / ((1 - gamma) (w - 1))",
        ),
        Test(
            2,
            """
def test_rounds(rests):
    t = (§w - 1) / (§w + 1)
    for p, gamma in ((§p, §gamma), (0.7, 0.05), (0.02, 0.6), (0.5, 0.3)):
        a = 0.5
        for _ in range(3000):
            a = gamma * p + (1 - gamma) * (a + t * a * (1 - a))
        assert abs(rests(p, gamma) - a) < 1e-7
""",
        ),
        Test(
            1,
            """
def test_edges(rests):
    for p in (0.0, 0.2, 1.0):
        assert abs(rests(p, 1.0) - p) < 1e-7
    assert abs(rests(1.0, 0.3) - 1) < 1e-7
    assert abs(rests(0.0, 0.9)) < 1e-7  # too much real data for a kind that is not in it
    a, t = 0.4, (§w - 1) / (§w + 1)
    for _ in range(3000):
        a = §gamma * §p + (1 - §gamma) * (a + t * a * (1 - a))
    assert abs(rests(§p, §gamma) - a) < 1e-7
""",
        ),
    ),
    wrong=(
        Wrong(
            "the balance of one round's gain with the real share, as if a gain did not shrink "
            "near 1",
            """
def rests(p, gamma):
    t = (§w - 1) / (§w + 1)
    if gamma == 1:
        return float(p)
    return float(min(1, max(0, p + (1 - p) * (1 - gamma / (1 - gamma) / t))))
""",
            3,
        ),
    ),
)
