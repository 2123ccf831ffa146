"""Below the bound, with families whose edge says more than their mean."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

# law, estimator, its variance over the law's, its leading term, a sampler of the estimator's error
CASES = [
    (
        "*uniform* laws on $(0, \\theta)$, whose mean is $\\theta/2$, and fit the mean by "
        "$\\frac{M+1}{2M}$ times the largest point",
        "3 / (size * (size + 2))",
        (3, 2),
        "(M + 1) / (2 * M) * u.max(axis=1) * 12**0.5 - 3**0.5",
        2,
        "3 / size**2",
        "The largest of $M$ points on $(0, 1)$ has the variance $M/((M+1)^2(M+2))$; times "
        "$(\\frac{M+1}{2M})^2$, over $\\frac1{12}$.",
    ),
    (
        "*exponential* laws of a known scale behind an unknown left end, and fit the mean by the "
        "smallest point, plus the scale, less the scale over $M$",
        "1 / size**2",
        (1, 2),
        "(-np.log1p(-u)).min(axis=1) - 1 / M",
        2,
        "1 / (size * (size + 1))",
        "The smallest of $M$ exponential variables is exponential with $1/M$ times the scale.",
    ),
    (
        "*uniform* laws of a known width behind an unknown left end, and fit the mean by the "
        "smallest "
        "point, plus half the width, less the width over $M + 1$",
        "12 * size / ((size + 1) ** 2 * (size + 2))",
        (12, 2),
        "(u.min(axis=1) - 1 / (M + 1)) * 12**0.5",
        8,
        "12 / size**2",
        "The smallest of $M$ points on $(0, 1)$ has the variance $M/((M+1)^2(M+2))$, over "
        "$\\frac1{12}$.",
    ),
]


def draw(rng: Random) -> Values:
    law, code, (lead, _), error, smallest, wrong, notes = rng.choice(CASES)
    v = rng.choice([v for v in range(3, 30) if v != 6])  # 6 / M^2 is public
    return {
        "law": law,
        "code": code,
        "lead": lead * v,
        "error": error,
        "smallest": smallest,
        "wrong": wrong,
        "notes": notes,
        "v": v,
        "sizes": [rng.randint(3, 5), rng.randint(8, 12)],
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**6. Below the bound.** The paper's bound (15) says that a fit whose mean is $\bar x$
plus noise does no better than $\bar x$ itself: the mean moves by at least $1/M$ a generation, in
units of the variance. It needs its condition (9), that the noise is uncorrelated with $\bar x$.
Take §law.

Derive the variance of this fitted mean for $M$ independent points of such a law of variance $§v$,
as an expression in `size`, and give the smallest $M$ for which it lies below $§v/M$.""",
        r"""**6. Below the bound.** By the bound (15) of the paper no fit whose mean is $\bar x$
plus uncorrelated noise moves less than $\bar x$ does, by $1/M$ in units of the variance. Without
the condition (9), that they are uncorrelated, it need not hold. Take §law; let the law have the
variance $§v$.

What is the variance of the mean that is fitted to $M$ independent points? Give it as an expression
in `size`, and the smallest $M$ for which it lies below that of $\bar x$, $§v/M$.""",
    ),
    given='size = sp.Symbol("M", integer=True, positive=True)',
    notes="§notes",
    solution="""
edge_variance = §v * §code  # SOLUTION
smallest_below = §smallest  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_far(size, edge_variance):
    import sympy as sp

    assert abs(float(sp.sympify(edge_variance).subs(size, 10_000)) * 10**8 / §lead - 1) < 0.01
""",
            "for large M it is near §lead / M^2",
        ),
        Test(
            2,
            """
def test_edge(size, edge_variance, smallest_below):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np
    import sympy as sp

    rng = np.random.default_rng(§seed)
    for M in §sizes:
        u = rng.random((60_000, M))
        squares = §v * (§error) ** 2
        exact = float(sp.sympify(edge_variance).subs(size, M))
        assert abs(squares.mean() - exact) < 5.6 * squares.std() / 60_000**0.5
    assert smallest_below == §smallest
""",
        ),
    ),
    wrong=(
        Wrong(
            "right for large samples only",
            "edge_variance = §v * §wrong\nsmallest_below = §smallest",
            2,
        ),
    ),
)
