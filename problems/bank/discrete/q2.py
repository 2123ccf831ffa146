"""The matrix, with some real data and a weight on the state."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

WEIGHTS = [
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 1),
    (3, 2),
    (5, 2),
    (7, 2),
    (4, 3),
    (5, 3),
    (7, 3),
    (5, 4),
    (7, 4),
    (6, 5),
    (7, 5),
]


def draw(rng: Random) -> Values:
    top, bottom = rng.choice([*WEIGHTS, *(w[::-1] for w in WEIGHTS)])
    return {
        "top": top,
        "bottom": bottom,
        "w": str(top) if bottom == 1 else rf"\frac{{{top}}}{{{bottom}}}",
        "M": rng.randint(3, 4),
        "other": rng.randint(5, 6),
        "q": (rng.randint(1, 3), 5),
        "gamma": (rng.randint(1, 3), 4),
        "seldom": (1, rng.randint(7, 12)),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**2. The matrix, with some real data.** Each of the $M$ new points comes, independently,
from the real law with probability $\gamma$, where the state has the share $q$, and from the newest
model otherwise. The model prefers this state: when $i$ of the last $M$ points had it, it has the
probability $wi/(wi + M - i)$ in the model, with $w = §w$. Write `transition(M, q, gamma)`: the
SymPy matrix of size $M + 1$ whose **row** $i$ and **column** $j$ hold the probability that $i$
points become $j$. The arguments are whole numbers and SymPy rationals, and so are the entries: no
floats.""",
        r"""**2. The matrix, with some real data.** Write `transition(M, q, gamma)`: the SymPy
matrix of size $M + 1$ with the probability that $i$ points (**row**) become $j$ points (**column**)
of one state. The $M$ new points are independent. Each is real with probability $\gamma$, and then
has the state with probability $q$; otherwise a model makes it that was fitted to the last $M$
points and gives each of them that has the state $§w$ times the weight of each other one. The
arguments are whole numbers and SymPy rationals, and so are the entries: no floats.""",
    ),
    solution='''
def transition(M, q, gamma):
    """The chances that i points become j."""

    # BEGIN SOLUTION
    w = sp.Rational(§top, §bottom)

    def chance(i, j):
        p = (1 - gamma) * w * i / (w * i + M - i) + gamma * q
        return sp.binomial(M, j) * p**j * (1 - p) ** (M - j)

    return sp.Matrix(M + 1, M + 1, lambda i, j: chance(int(i), int(j)))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_ends(transition):
    import sympy as sp

    P = transition(4, sp.Rational(1, 3), sp.Integer(0))
    assert P.shape == (5, 5)
    assert P[0, 0] == P[4, 4] == 1
    p = sp.Rational(§top, §top + §bottom)
    assert P[2, 4] == p**4
""",
            "without real data 0 stays 0, and from half of the points the model has w / (w + 1)",
        ),
        Test(
            2,
            """
def test_entries(transition):
    from fractions import Fraction
    from math import comb

    import sympy as sp

    w = Fraction(§top, §bottom)
    for M, (a, b), (c, d) in ((§M, §q, §gamma), (§other, (2, 3), §seldom)):
        P = transition(M, sp.Rational(a, b), sp.Rational(c, d))
        q, gamma = Fraction(a, b), Fraction(c, d)
        for i in range(M + 1):
            p = gamma * q + (1 - gamma) * w * i / (w * i + M - i)
            for j in range(M + 1):
                exact = comb(M, j) * p**j * (1 - p) ** (M - j)
                assert P[i, j] == sp.Rational(exact.numerator, exact.denominator)
""",
        ),
    ),
    wrong=(
        Wrong(
            "the real data get the model's preference too",
            """
def transition(M, q, gamma):
    w = sp.Rational(§top, §bottom)

    def chance(i, j):
        p = (1 - gamma) * sp.Rational(i, M) + gamma * q
        p = w * p / (w * p + 1 - p)
        return sp.binomial(M, j) * p**j * (1 - p) ** (M - j)

    return sp.Matrix(M + 1, M + 1, lambda i, j: chance(int(i), int(j)))
""",
            2,
        ),
    ),
)
