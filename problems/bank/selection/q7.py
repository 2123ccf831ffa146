"""What to ask of somebody who selects."""

from random import Random

from problems.bank.template import Template, Values

PLANS = [
    (
        "trains on its own answers that a program has checked; the checker is itself a model, "
        "trained "
        "on last year's answers",
        "A checker with errors of its own pulls the mean to what it thinks right, the knowledge "
        "centre.",
    ),
    (
        "publishes, of every four pictures, the one that most users like, and trains on what was "
        "published",
        "Replicator dynamics: the reward rises, diversity falls, and the taste of few vanishes "
        "below $u_c$.",
    ),
    (
        "draws its training text at a low temperature, as it reads better",
        "A bias $\\lambda < 1$ on the variance: collapse at an exponential rate even with "
        "endless data.",
    ),
]


def draw(rng: Random) -> Values:
    plan, effect = rng.choice(PLANS)
    share = rng.choice([8, 12, 15, 25])
    return {"plan": plan, "effect": effect, "share": share}


TEMPLATE = Template(
    draw=draw,
    sample={
        "plan": "keeps the tenth of its own answers that a fixed scoring rule likes best, every "
        "year",
        "effect": "Selection by reward multiplies $p$ by $e^r$ in each round: what the rule "
        "likes takes "
        "all, and its blind spots grow.",
        "share": 10,
    },
    texts=(
        r"""**7. Before it is too late** (read by a person). A company §plan. In at most ten lines:
what becomes of its models after many rounds, by which result of this set; what a share of §share %
of real data in each round changes, and what it cannot change; and what you would measure every
round, so that the harm is seen before it is done.""",
    ),
    notes=r"""
§effect Real data of a share $\gamma$ hold a kind at a fixed point above 0 if it is in the real
data, or if $(1-\gamma)g > 1$; they do not remove the pull of the selector. Measure: the variance or
the entropy of what is kept, the keep rate, the share of rare groups, and the score by a rule that
does not select. Marks: 2 for the effect with its result, 2 for the counterweight with its limit, 1
for the measurement.
""",
    read=5,
)
