"""Exact moments with another divisor and another beginning."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "v": rng.randint(2, 30),
        "c": rng.randint(1, 9),
        "small": rng.randint(2, 4),
        "large": rng.randint(11, 60),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**2. The divisor.** A chain begins with $\mu_0 = 0$ and $\sigma_0^2 = §v$; the same $M$
in every generation, and the variance has the divisor $M + §c$. Derive $\operatorname{E}\sigma_n^2$
and $\operatorname{Var}\mu_n$, exactly, and give them as SymPy expressions in the symbols `M` and
`n` below.""",
        r"""**2. The divisor.** What are $\operatorname{E}\sigma_n^2$ and $\operatorname{Var}\mu_n$
if every generation has $M$ points, $\mu_0 = 0$, $\sigma_0^2 = §v$, and the sum of squared
deviations is divided by $M + §c$? Derive both without approximation, and give them as SymPy
expressions in the symbols `M` and `n` below.""",
    ),
    given="""
M = sp.Symbol("M", positive=True)
n = sp.Symbol("n", integer=True, nonnegative=True)
""",
    notes=r"""
Given generation $i$, the mean of $\sigma_{i+1}^2$ is $\frac{M-1}{M+§c}\sigma_i^2$, and
$\mu_{i+1} - \mu_i$ has the variance $\sigma_i^2/M$ and no correlation with the past. So
$\operatorname{Var}\mu_n$ is the sum of $\operatorname{E}\sigma_i^2/M$ over $i < n$, a geometric
sum.
""",
    solution="""
sigma2 = §v * ((M - 1) / (M + §c)) ** n  # SOLUTION
mean = sp.Rational(§v, §c + 1) * (M + §c) / M * (1 - ((M - 1) / (M + §c)) ** n)  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_beginning(M, n, sigma2, mean):
    import sympy as sp

    start = [sp.sympify(answer).subs({n: 0, M: 9}) for answer in (sigma2, mean)]
    assert start == [§v, 0]
    assert sp.simplify(mean.subs(n, 1) - §v / M) == 0
""",
            "use the symbols M and n of the notebook; begin with the variance §v",
        ),
        Test(
            2,
            """
def test_recursion(M, n, sigma2, mean):
    import sympy as sp

    for size in (§small, 7, §large):
        left, moved = sp.Integer(§v), sp.Integer(0)
        for fits in range(9):
            values = {M: size, n: fits}
            assert sp.simplify(sp.sympify(sigma2).subs(values) - left) == 0
            assert sp.simplify(sp.sympify(mean).subs(values) - moved) == 0
            left, moved = left * sp.Rational(size - 1, size + §c), moved + left / size
""",
        ),
    ),
    wrong=(
        Wrong(
            "the variances of the steps as if none had shrunk",
            "sigma2 = §v * ((M - 1) / (M + §c)) ** n\nmean = §v * n / M",
            2,
        ),
    ),
)
