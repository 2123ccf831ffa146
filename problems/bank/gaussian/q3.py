"""A power inside a mean."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

# not 1/2, the public one; to the least k
POWERS = {(top, 2): "0" for top in (3, 5, 7)} | {(top, 3): "0" for top in (1, 2, 4, 5, 7, 8)}
POWERS |= {(top, 4): "0" for top in (1, 3, 5, 7, 9)} | {(top, 5): "0" for top in (1, 2, 3, 4, 6, 7)}
POWERS |= {(-1, 2): "1", (-1, 4): r"\frac12", (-1, 3): r"\frac23", (-3, 4): r"\frac32"}


def draw(rng: Random) -> Values:
    (top, bottom), least = rng.choice(sorted(POWERS.items()))
    return {
        "top": top,
        "bottom": bottom,
        "power": rf"\frac{{{top}}}{{{bottom}}}" if top > 0 else rf"-\frac{{{-top}}}{{{bottom}}}",
        "least": least,
        "few": rng.randint(3, 6),
        "many": rng.randint(20, 60),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**3. A power inside a mean.** The unbiased $\sigma_{i+1}^2$ is $\sigma_i^2 S$ with $S =
X/k$, where $k = M_i - 1$ and $X$ has a chi-square law with $k$ degrees of freedom. Derive
$\operatorname{E} S^{§power}$ for every $k > §least$, by SymPy's integral over the density of $X$ or
by hand, as an expression in the symbol `k`.""",
        r"""**3. A power inside a mean.** One unbiased fit multiplies the variance by $S = X/k$; $X$
is chi-square with $k = M_i - 1$ degrees of freedom. What does it do, in the mean, to the power
$§power$ of the variance? Derive $\operatorname{E} S^{§power}$ for $k > §least$ and give it as an
expression in the symbol `k`.""",
    ),
    given='k = sp.Symbol("k", positive=True)',
    notes=r"""
The integral of $x^a$ over the density of $X$ is $2^a\,\Gamma(\frac k2 + a)/\Gamma(\frac k2)$,
here with $a = §power$.
""",
    solution="""
# BEGIN SOLUTION NO PROMPT
a = sp.Rational(§top, §bottom)
# END SOLUTION
power_mean = (2 / k) ** a * sp.gamma(k / 2 + a) / sp.gamma(k / 2)  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_exponential(k, power_mean):
    from math import gamma

    import sympy as sp

    found = float(sp.sympify(power_mean).subs(k, 2).evalf())
    assert abs(found - gamma(1 + §top / §bottom)) < 1e-9
""",
            "for k = 2 X/2 is exponential, and the mean of its power a is Gamma(1 + a)",
        ),
        Test(
            2,
            """
def test_numbers(k, power_mean):
    from math import exp, gamma

    import sympy as sp
    from scipy import integrate

    for freedom in (§few, 11, §many):
        def law(t, k=freedom):  # t = log x
            x = exp(t)
            density = (x / 2) ** (k / 2) * exp(-x / 2) / gamma(k / 2)  # of t
            return (x / k) ** (§top / §bottom) * density

        exact = integrate.quad(law, -60, 8, points=[0, 2, 4], limit=500)[0]
        assert abs(float(sp.sympify(power_mean).subs(k, freedom).evalf()) / exact - 1) < 1e-6
""",
        ),
    ),
    wrong=(
        Wrong(
            "two terms of the expansion, exact for no k",
            "a = sp.Rational(§top, §bottom)\npower_mean = 1 + a * (a - 1) / k",
            3,
        ),
    ),
)
