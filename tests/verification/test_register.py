"""The register is read from texts and checks; what does not fit together is an error."""

import ast
import re

import numpy as np
import pytest

import modelcollapse as mc
from tools import ROOT
from verification import claim, comparison, register

TEXT = {
    "id": "a",
    "where": "Section 1",
    "says": "1 is 2.",
    "verdict": "corrected",
    "correct": "It is 1.",
    "chapter": "index#one",
    "formulas": {"paper": "$2$", "ours": "$1$"},
}
CHECKS = {"a": lambda: comparison.SymbolicCheck(1, 1)}


def sections(*texts):
    """A register of one section."""
    return [{"section": "1 One", "claims": list(texts)}]


def test_texts_and_checks_are_joined_by_the_id():
    [read] = register.joined(sections(TEXT), CHECKS, {})["1 One"]
    assert read.formulas == ("$2$", "$1$")
    assert read.symbolic().holds()
    assert read.simulated is None


@pytest.mark.parametrize(
    ("texts", "checks", "message"),
    [
        ([TEXT], {}, "'a' has no check"),
        ([TEXT], CHECKS | {"b": CHECKS["a"]}, r"does not have: \['b'\]"),
        ([TEXT, TEXT], CHECKS, "'a' stands twice"),
        ([TEXT | {"verdict": "wrong"}], CHECKS, "must be one of corrected, .* got 'wrong'"),
    ],
    ids=["no check", "no claim", "twice", "verdict"],
)
def test_what_does_not_fit_is_refused(texts, checks, message):
    with pytest.raises(ValueError, match=message):
        register.joined(sections(*texts), checks, {})


def test_a_field_that_no_claim_has_is_refused():
    with pytest.raises(TypeError, match="remark"):
        register.joined(sections(TEXT | {"remark": "?"}), CHECKS, {})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"verdict": "same direction"}, "must say in `ran`"),
        ({"ran": "A smaller network."}, "must say in `ran`"),
        ({"since": "put right"}, "must say in `later`"),
        ({"since": "unchanged", "later": "It says so."}, "must say in `later`"),
        ({"source": "somebody2024"}, "must say in `read`"),
        ({"source": "somebody2024", "read": "half"}, "read of 'a' must be one of statements, .*"),
        ({"since": "mended"}, "since of 'a' must be one of put right, .* got 'mended'"),
    ],
)
def test_what_was_run_instead_and_what_was_changed_are_said_where_they_belong(fields, message):
    with pytest.raises(ValueError, match=message):
        register.joined(sections(TEXT | fields), CHECKS, {})


def test_what_was_run_instead_and_what_the_authors_changed_are_read():
    more = {"ran": "A smaller network.", "since": "put right", "later": "It says 1."}
    text = TEXT | more | {"verdict": "same direction"}
    [read] = register.joined(sections(text), CHECKS, {})["1 One"]
    assert (read.ran, read.since, read.later) == tuple(more.values())
    [silent] = register.joined(sections(TEXT), CHECKS, {})["1 One"]
    assert (silent.ran, silent.since, silent.later) == (None, "not looked up", None)


def test_a_claim_has_one_check_of_each_kind():
    with pytest.raises(ValueError, match="'eq-4' has two checks"):
        claim.symbolic("eq-4")(CHECKS["a"])


def test_a_seed_gives_the_packages_own_generator():
    drawn = claim.generator(20).standard_normal(1000)
    trace = mc.run(mc.Gaussian(), sample_size=10, generations=1, replicates=1000, rng=20)
    assert np.array_equal(trace.mu.values[1], drawn / np.sqrt(10))


def imports(folder):
    """What the files of a folder import by full names, as `module.name`."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_register_uses_what_the_package_offers_and_not_the_other_way_round():
    assert not [name for name in imports("modelcollapse") if name.startswith("verification")]
    public = re.compile(rf"modelcollapse(\.({'|'.join(mc.__all__)})(\..*)?)?")
    used = {name for name in imports("verification") if name.startswith("modelcollapse")}
    assert used
    assert not [name for name in used if not public.fullmatch(name)]


def test_a_comparison_is_with_a_line_that_is_there():
    check = comparison.line([1, 2], [0.1, 0.2], 0.01, [0.1, 0.2], labels=("x", "y"))
    assert check.agrees()
    assert check.z(0.1) == pytest.approx(10)
    with pytest.raises(ValueError, match="gives no values"):
        check.agrees("papers")
    assert not comparison.line([1, 2], [0.1, 0.2], 0.01, [0.1, 0.3], labels=("x", "y")).agrees()
