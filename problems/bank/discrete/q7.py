"""What absorbing states prove, in several directions."""

from random import Random

from problems.bank.template import Template, Values

CASES = [
    (
        r"Give a way of drawing $M$ points, with the same mean share for every state, under which "
        r"one-state laws are absorbing and yet nothing is ever lost from $p = (\frac12, \frac12)$",
        r"Systematic resampling, evenly spaced quantiles behind one random shift, returns $M/2$ "
        r"each "
        r"for an even $M$, for ever.",
    ),
    (
        r"Give a chain on at least three states with one absorbing state that some run never "
        r"reaches",
        r"States $a \leftrightarrow b$ that follow each other, and an absorbing $c$ that neither "
        r"leads to.",
    ),
    (
        r"Give a way of drawing $M = §M$ points from $p = (\frac13, \frac23)$, with these mean "
        r"shares, that "
        r"never loses a state",
        r"Exactly a third of the points in the first state, as §M is a multiple of 3: stratified "
        r"or "
        r"systematic draws.",
    ),
]


def draw(rng: Random) -> Values:
    ask, answer = rng.choice(CASES)
    M = rng.choice([30, 60, 90, 120])
    return {"ask": ask.replace("§M", str(M)), "answer": answer.replace("§M", str(M))}


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**7. What absorbing states prove** (read by a person). The paper says that the chain
"contains at least one absorbing state" and concludes that it converges to one with probability 1.
Explain in at most ten lines which condition is missing. §ask; and say why the condition holds for
independent draws.""",
    ),
    notes=r"""
An absorbing state must be reachable from every state, in a finite chain. §answer Independent
draws reach a one-state law in a single step with probability $\sum_k p_k^M > 0$, which is at least
$K^{-M}$ for $K$ states, so absorption is certain. Marks: 2 for reachability, 2 for the example, 1
for the bound.
""",
    read=5,
)
