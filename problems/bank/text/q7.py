"""Drawn or decoded: what a figure shows."""

from random import Random

from problems.bank.template import Template, Values

FIGURES = [
    (
        "The text of later models has a *lower* mean surprisal under the first model",
        "It was decoded, by beam search or at a low temperature: drawn text has the same mean "
        "for ever.",
    ),
    (
        "The distribution of surprisal over pages grows *wider* from model to model, and its "
        "mean stays",
        "It was drawn: runs differ, and the variance of a page's mean grows with $n$.",
    ),
    (
        "Pages of later models repeat the same loop of words",
        "It was decoded without chance: a most probable continuation comes back to where it was.",
    ),
]


def draw(rng: Random) -> Values:
    seen, cause = rng.choice(FIGURES)
    c = rng.choice([4, 5, 6, 8])
    return {"seen": seen, "cause": cause, "c": c, "lasts": 3 * c}


TEMPLATE = Template(
    draw=draw,
    sample={
        "seen": "Later models write text that the first model finds more probable, and more such "
        "pages "
        "that it finds very improbable",
        "cause": "The first half needs decoding; the second comes from the spread over runs, or "
        "from an "
        "error of the family.",
        "c": 3,
        "lasts": 9,
    },
    texts=(
        r"""**7. What a figure shows** (read by a person). A report says: "§seen." In at most ten
lines: was the text drawn or decoded, and how do you know? What would the other one have shown?
After about how many generations is a token gone that occurs §c times in the real text, if text is
drawn? And what would a tenth of real text in every generation change?""",
    ),
    notes=r"""
§cause A token with $c$ occurrences lasts about $3c$ generations, here §lasts (a token of the
text is one of about as many lines of descent, and these die out). Real text brings lost tokens
back, and stops the loss at a level; it does not undo decoding. Marks: 2 for drawn or decoded with
its reason, 1 for the other one, 1 for the number, 1 for the tenth.
""",
    read=5,
)
