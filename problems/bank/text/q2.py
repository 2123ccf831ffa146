"""Sampling at a temperature, generation after generation."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    top, bottom = rng.choice(
        [(3, 7), (1, 4), (1, 5), (2, 9), (2, 7), (3, 8), (1, 3), (3, 10), (3, 11)]
    )
    K = rng.randint(7, 20)  # 1 / K is less than the first token has
    colder = rng.choice([(2, 3), (3, 4), (4, 5), (3, 5), (5, 6), (5, 7)])
    words = rf"\frac{{{colder[0]}}}{{{colder[1]}}}"
    return {
        "K": K,
        "rest": K - 1,
        "top": top,
        "bottom": bottom,
        "theta": colder,
        "words": words,
        "rounds": rng.randint(4, 7),
    }


TEMPLATE = Template(
    draw=draw,
    sample={
        "K": 4,
        "rest": 3,
        "top": 2,
        "bottom": 5,
        "theta": (1, 2),
        "words": r"\frac12",
        "rounds": 5,
    },
    texts=(
        r"""**2. Colder and colder.** Of $K = §K$ tokens one has the probability
$\frac{§top}{§bottom}$, and the others share the rest equally. Every model is exact (endless text),
but writes at the temperature $\theta = §words$: it draws token $k$ with a probability in proportion
to $p_k^{1/\theta}$, and this is the law of the next model's text. Give the probability of the first
token in the text of model $n$, as a SymPy expression in the symbol `n`; $n = 0$ is real text.""",
        r"""**2. Colder and colder.** Models write at the temperature $\theta = §words$: a token of
probability $p_k$ is drawn with one in proportion to $p_k^{1/\theta}$, and the next model learns
that law, exactly. In real text, $n = 0$, one of $K = §K$ tokens has the probability
$\frac{§top}{§bottom}$; all others are equally probable. What is the probability of that one in the
text of model $n$? Give it as a SymPy expression in the symbol `n`.""",
    ),
    given='n = sp.Symbol("n", integer=True, nonnegative=True)',
    notes=r"""
One round multiplies the logarithm of the odds of two tokens by $1/\theta$, so $n$ rounds by
$\theta^{-n}$. Exponents multiply: they do not add.
""",
    solution="""
# BEGIN SOLUTION NO PROMPT
first = sp.Rational(§top, §bottom)
odds = (1 - first) / §rest / first  # of another token
# END SOLUTION
frequent = 1 / (1 + §rest * odds ** (1 / sp.Rational(*§theta) ** n))  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_real_text(n, frequent):
    import sympy as sp

    found = sp.sympify(frequent)
    assert abs(float(found.subs(n, 0)) - §top / §bottom) < 1e-12
    power = §theta[1] / §theta[0]
    a, b = (§top / §bottom) ** power, ((1 - §top / §bottom) / §rest) ** power
    assert abs(float(found.subs(n, 1)) - a / (a + §rest * b)) < 1e-9
""",
            "n = 0 is real text, and n = 1 one round of drawing at that temperature",
        ),
        Test(
            2,
            """
def test_rounds(n, frequent):
    import sympy as sp
    from mpmath import mpf

    found, power = sp.sympify(frequent), mpf(§theta[1]) / §theta[0]
    law = [mpf(§top) / §bottom, *[(1 - mpf(§top) / §bottom) / §rest] * §rest]
    for rounds in range(§rounds):
        assert abs(float(found.subs(n, rounds).evalf(30)) - float(law[0])) < 1e-9
        law = [p**power for p in law]
        law = [p / sum(law) for p in law]
""",
        ),
    ),
    wrong=(
        Wrong(
            "exponents that add up in place of multiplying",
            """
first = sp.Rational(§top, §bottom)
odds = (1 - first) / §rest / first
frequent = 1 / (1 + §rest * odds ** (1 + n * (1 / sp.Rational(*§theta) - 1)))
""",
            2,
        ),
    ),
)
