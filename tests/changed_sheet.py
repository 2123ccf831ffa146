"""A copy of a set's reference or of its empty notebook, to be changed as students change theirs."""

import re

import nbformat

from tests.problem_sets import cells


def code(source):
    """A cell."""
    return nbformat.v4.new_code_cell(source)


class Sheet:
    """A copy of the reference or of the empty notebook, to be changed."""

    def __init__(self, notebook):
        self.notebook = nbformat.from_dict(notebook)
        self.cells = self.notebook.cells

    def place(self, question):
        """Where the check of a question is."""
        return next(i for i, c in enumerate(self.cells) if f'check("{question}")' in c.source)

    def answer_to(self, question):
        """What stands as the answer to a question."""
        return self.cells[self.place(question) - 1].source

    def answer(self, question, source):
        """Another answer to a question."""
        self.cells[self.place(question) - 1].source = source
        return self

    def before(self, question, source):
        """A cell of one's own before the answer to a question."""
        self.cells.insert(self.place(question) - 1, code(source))
        return self

    def first(self, source):
        """A cell of one's own after the imports."""
        self.cells.insert(self.place("q1") - 1, code(source))
        return self

    def last(self, source):
        """A cell of one's own at the end."""
        self.cells.append(code(source))
        return self

    def without(self, kind):
        """Without the cells of a kind."""
        self.notebook.cells = self.cells = [c for c in self.cells if not kind(c)]
        return self


def names_of(name):
    """The names that the tests of a set ask for."""
    tests = "\n".join(cell.source for _, cell in cells(name))
    return sorted({w for n in re.findall(r"def test_\w+\((.*)\):", tests) for w in n.split(", ")})
