"""A small cut and some real text, with numbers of its own."""

from math import exp, log
from random import Random

from problems.bank.template import Template, Values

CASES = [  # level of top-p, percentages of real text and of what ends outside, and in words
    (0.99, 5, 20, "a fifth"),
    (0.98, 10, 20, "a fifth"),
    (0.995, 5, 10, "a tenth"),
    (0.99, 4, 25, "a quarter"),
    (0.98, 8, 25, "a quarter"),
    (0.95, 20, 25, "a quarter"),
]


def values(level: float, real: int, outside: int, words: str) -> Values:
    share, out = real / 100, outside / 100
    nats = out * log(1 / share) + (1 - out) * log((1 - out) / level)
    return {
        "level": f"{level:g}",
        "cut": f"{100 * (1 - level):g}",
        "real": real,
        "share": f"{share:g}",
        "words": words,
        "outside": f"{out:g}",
        "factor": f"{exp(nats):.2f}",
        "less": f"{1 - level:.2g}",
    }


def draw(rng: Random) -> Values:
    return values(*rng.choice(CASES))


TEMPLATE = Template(
    draw=draw,
    sample=values(0.99, 10, 10, "a tenth"),
    texts=(
        r"""**7. A small cut and some real text** (read by a person). Text is endless, and every
model learns the law of its text exactly. A model writes by top-p at the level $a = §level$; the
next one learns from that, with $§real$ % of fresh real text in it, $\gamma = §share$. The team
reports: "A round cuts §cut % and gets §real % of real text. So nothing is lost for good, and at any
time §cut % at most." Judge this in at most ten lines. Let $S$ be the tokens that are still written
after many rounds. Which share of a model's law do they have, if they have the share $p(S)$ of real
text? How much of *real* text can lie outside $S$, where tokens are many and each is rare? What do
models know of such a token? Which number would show it, and what if only §cut % were real?""",
        r"""**7. A small cut and some real text** (read by a person). "Our models write by top-p at
$a = §level$, which cuts §cut %. We mix §real % of fresh real text into what each next model learns.
Real text brings back more than is cut, so §cut % is all that we ever lack." Take endless text,
models that learn a law exactly, and many tokens that are all rare; $\gamma = §share$. Judge the
claim in at most ten lines: by the share that the tokens $S$ which are written in the long run have
in a model's law, given their share $p(S)$ of real text; by how much of real text $S$ can lack; and
by what a model still knows of a token outside $S$. Say which number would have shown it, and what
happens with §cut % of real text in place of §real %.""",
    ),
    notes=r"""
All that is written lies in $S$, and of the real part the share $p(S)$: the models' law has $q(S) =
1-\gamma + \gamma\,p(S) = 1 - \gamma(1-p(S))$. The cut keeps $S$, so $q(S) \ge a$ and $1 - p(S) \le
\frac{1-a}\gamma = §outside$; and it takes nothing more only if $S$ without its rarest token has
less than $a$, so that for rare tokens the bound is nearly reached. Not §cut % of real text but
§words of it is never written: each round cuts §cut % of what is *left*, and of that real text
brings back the part $\gamma$ only. The first half of the report is right: a token outside $S$ keeps
$\gamma p_k$ of the models' law, so it is known for ever, but at $§share$ of its frequency.
Perplexity on real text rises to §factor times the least, with no trace of the reason; the share of
real text whose tokens no model writes shows it at once, as does the share of rare tokens in what is
written. With $\gamma = 1-a = §less$ the bound is 1: the cut goes on as long as its rarest token
counts for little, and only frequent tokens are left. A plausible wrong answer sets the §cut % of a
round against the §real % of real text and finds a surplus; it has at most 1. Marks: 1 for $q(S)$, 1
for the bound with its number, 1 for what is known of a token outside, 1 for a number that shows it,
1 for the last case.
""",
    read=5,
)
