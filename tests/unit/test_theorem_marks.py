"""Each theorem says how it was proved. Nothing here is random."""

import nbformat
import pytest

from tools import ROOT, notebooks
from tools.marks import MARKS, statements

NOTATION = (ROOT / "book/reference/notation.md").read_text("utf8")


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_every_theorem_ends_with_a_mark(path):
    assert [title for title, mark in statements(path) if not mark] == []


@pytest.mark.parametrize("kind", ["theorem", "lemma", "proposition", "corollary"])
def test_a_statement_without_a_mark_is_seen(tmp_path, kind):
    page = tmp_path / "page.ipynb"
    text = f":::{{prf:{kind}}} One\n:label: one\n:::\n\n::::{{prf:{kind}}} Two (verified)\n::::"
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(text)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), page)
    assert statements(page) == [("One", ""), ("Two", "verified")]


@pytest.mark.parametrize(
    "title", ["The sine law", "The sine law (Derived)", "The sine law(derived)"]
)
def test_a_title_that_only_looks_marked_is_not(tmp_path, title):
    page = tmp_path / "page.ipynb"
    cells = [nbformat.v4.new_markdown_cell(f":::{{prf:theorem}} {title}\n:::")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), page)
    assert statements(page) == [(title, "")]


def test_notation_says_what_each_mark_means():
    assert all(f"*{mark}*" in NOTATION for mark in MARKS)
