"""What a template of a question is, and the question that is drawn from it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]  # what is drawn, by the names of the places
PLACE = re.compile(r"§(?:\{(\w+)\}|(\w+))")  # §name or §{name}


@dataclass(frozen=True)
class Test:
    """A test: its code, its marks, and what a student who fails it is told; hidden without that."""

    points: int
    code: str
    message: str = ""


@dataclass(frozen=True)
class Wrong:
    """A plausible wrong answer and the marks that it must lose."""

    why: str
    code: str
    loses: int


@dataclass(frozen=True)
class Template:
    """A question with places `§name` for what `draw` draws.

    draw gives the values; `SAMPLE` those of the public set, where the set has one. texts are
    wordings of the same question. given is code that the student finds above the answer, notes
    what the reference says in words. Without tests a person reads the answer, for `read` marks.
    """

    draw: Callable[[random.Random], Values]
    texts: tuple[str, ...]
    solution: str = ""
    tests: tuple[Test, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    given: str = ""
    notes: str = ""
    read: int = 0
    sample: Values | None = None

    def filled(self, values: Values, wording: int = 0) -> Template:
        """The question with these values in its places."""

        def fill(text: str) -> str:
            return PLACE.sub(lambda found: str(values[found[1] or found[2]]), text)

        return Template(
            draw=self.draw,
            texts=(fill(self.texts[wording % len(self.texts)]),),
            solution=fill(self.solution).strip(),
            tests=tuple(Test(t.points, fill(t.code).strip(), fill(t.message)) for t in self.tests),
            wrong=tuple(Wrong(w.why, fill(w.code).strip(), w.loses) for w in self.wrong),
            given=fill(self.given).strip(),
            notes=fill(self.notes).strip(),
            read=self.read,
        )

    def drawn(self, rng: random.Random) -> Template:
        """The question with values and a wording of its own."""
        values = self.draw(rng)
        return self.filled(values, rng.randrange(len(self.texts)))
