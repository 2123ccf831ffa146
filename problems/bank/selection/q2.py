"""The replicator's polynomial, exactly."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {"w": rng.randint(4, 15), "K": rng.randint(3, 6), "at": rng.sample(range(1, 10), 3)}


TEMPLATE = Template(
    draw=draw,
    sample={"w": 3, "K": 3, "at": [3, 5, 8]},
    texts=(
        r"""**2. Exactly.** Of §K independent outputs, each of the first kind with the probability
$a$, one is kept; an output of the first kind has §w times the chance of each of the second. With
endlessly many users the share $a$ becomes $F(a)$ in one round. Give $F$ as a SymPy expression in
the symbol `a`, and the factor `growth` by which the share of a *rare* first kind grows in a
round.""",
        r"""**2. Exactly.** §K outputs are shown, one is kept, and each of the first kind is kept §w
times as often as each of the second. Derive the share $F(a)$ of the first kind among what is kept,
where the outputs are independent and of the first kind with the probability $a$: a SymPy expression
in the symbol `a`. Give also the limit of $F(a)/a$ for $a \to 0$, as the number `growth`.""",
    ),
    given='a = sp.Symbol("a", positive=True)',
    notes=r"""
If $j$ of §K are of the first kind, it is kept with the probability $§w j/(§w j + §K - j)$; $j$ is
binomial. Bayes' rule, $§w a/(§w a + 1 - a)$, is the limit of many outputs.
""",
    solution="""
# BEGIN SOLUTION NO PROMPT
terms = [
    sp.binomial(§K, i) * a**i * (1 - a) ** (§K - i) * sp.Rational(§w * i, §w * i + §K - i)
    for i in range(§K + 1)
]
# END SOLUTION
F = sum(terms)  # SOLUTION
growth = sp.Rational(§K * §w, §w + §K - 1)  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_rare(a, F, growth):
    import sympy as sp

    found = sp.sympify(F)
    assert abs(float(found.subs(a, sp.Rational(1, 10**7))) * 10**7 - §K * §w / (§w + §K - 1)) < 1e-4
    assert abs(float(growth) - §K * §w / (§w + §K - 1)) < 1e-9
""",
            "a rare kind is shown once at most, beside others that have the chance 1 each",
        ),
        Test(
            2,
            """
def test_everywhere(a, F):
    from fractions import Fraction
    from math import comb

    import sympy as sp

    for top in (0, *§at, 10):
        p = Fraction(top, 10)
        exact = sum(
            comb(§K, j) * p**j * (1 - p) ** (§K - j) * Fraction(§w * j, §w * j + §K - j)
            for j in range(§K + 1)
        )
        assert abs(float(sp.sympify(F).subs(a, sp.Rational(top, 10))) - float(exact)) < 1e-9
""",
        ),
    ),
    wrong=(
        Wrong(
            "Bayes' rule, as for endlessly many outputs",
            "F = §w * a / (§w * a + 1 - a)\ngrowth = sp.Integer(§w)",
            3,
        ),
    ),
)
