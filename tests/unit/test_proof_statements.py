"""What a proof exercise asks to be proved is true: each statement, tried on numbers.

The statements stand in `proofs/`, one file for each part of the book.
"""

import pytest

from tests.unit.proofs import (  # noqa: F401
    advice,
    chosen_text,
    counts,
    gaussian,
    general,
    models,
    phenomenon,
    remedies,
    runs,
    selection,
    text,
)
from tests.unit.proofs.tried import CHECKS
from tests.unit.test_proof_exercises import PROOFS


@pytest.mark.parametrize("label", CHECKS)
def test_what_is_to_be_proved_is_true(label: str) -> None:
    tried = CHECKS[label]()
    assert all(tried.true), [place for place, held in enumerate(tried.true) if not held]
    assert len(tried.true) > 1
    assert tried.false
    assert not any(tried.false), "a wrong statement passes as well"
    assert [words for words in tried.said if words not in PROOFS[label].text] == []


def test_every_proof_exercise_is_tried() -> None:
    assert set(CHECKS) == set(PROOFS)


@pytest.mark.parametrize("label", [label for label in CHECKS if not PROOFS[label].solved])
def test_a_checkpoint_names_numbers_that_are_computed(label: str) -> None:
    assert CHECKS[label]().said
