"""The status page: when, from what and with what the pages were built, and proofs by kind."""

import platform
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from tools import ROOT, git, notebooks
from tools.address import published
from tools.marks import MARKS, statements

PAGE = "book/reference/status"
LIBRARIES = ("numpy", "scipy", "sympy", "xarray", "matplotlib", "scikit-learn", "torch")
LIBRARIES += ("transformers", "jupyter-book", "sphinx", "myst-nb")


def commit() -> str:
    """A link to the commit, and whether files differ from it."""
    name = git("rev-parse", "HEAD")
    if not name:
        return "not known: built outside a git repository"
    changed = ", with changes that are not committed" if git("status", "--porcelain") else ""
    return f"[{name[:10]}]({published().repository}/commit/{name}){changed}"


def facts() -> Iterator[str]:
    """Names and what there is to say, as a list of definitions."""
    said = {
        "Pages built": f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC".lstrip("0"),
        "From commit": commit(),
        "Python": f"{platform.python_version()} on {platform.system()}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }
    for name, words in said.items():
        yield f"{name}\n: {words}\n"


def proof_marks() -> Iterator[str]:
    """How many theorems of each page have which mark, as a table with a last line of sums."""
    yield f"| Page | {' | '.join(MARKS)} |\n|---|{'---|' * len(MARKS)}"
    counts = {
        f"{{doc}}`/{path.relative_to(ROOT).with_suffix('')}`": Counter(
            mark for _, mark in statements(path) if mark
        )
        for path in notebooks()
    }
    counts["all"] = sum(counts.values(), Counter())
    for name, found in counts.items():
        if found:
            yield f"| {name} | {' | '.join(str(found[mark]) for mark in MARKS)} |"


WRITERS = {"build-facts": facts, "proof-marks": proof_marks}


class Facts(SphinxDirective):
    """What its own name says, as the text of the page."""

    def run(self) -> list[nodes.Node]:
        """The list, or the table."""
        text = "\n".join(WRITERS[self.name]())
        return [nodes.container("", *self.parse_text_to_nodes(text), classes=[self.name])]


def outdated(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The page is written anew with any other, and for a new commit."""
    before, env.mc_commit = getattr(env, "mc_commit", None), git("rev-parse", "HEAD")
    return [PAGE] if added | changed | removed or before != env.mc_commit else []


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps."""
    for name in WRITERS:
        app.add_directive(name, Facts)
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
