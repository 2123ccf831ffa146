"""The status page: when, from what and with what pages were built, run times, proofs by kind."""

import platform
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from tools import ROOT, freshness, git, notebooks
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


def runs() -> Iterator[tuple[Path, float, datetime]]:
    """The page of each notebook as it is now, its seconds, and when it ran."""
    cache = freshness.opened()
    for path in notebooks():
        record = cache.match_cache_notebook(nbformat.read(path, as_version=4))
        page = path.relative_to(ROOT).with_suffix("")
        yield page, record.data["execution_seconds"], record.created


def facts() -> Iterator[str]:
    """Names and what there is to say, as a list of definitions."""
    times = [seconds for _, seconds, _ in runs()]
    said = {
        "Pages built": f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC".lstrip("0"),
        "From commit": commit(),
        "Run time": f"{sum(times):.0f} s for {len(times)} notebooks, one after the other",
        "Python": f"{platform.python_version()} on {platform.system()}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }
    for name, words in said.items():
        yield f"{name}\n: {words}\n"


def run_times() -> Iterator[str]:
    """Each notebook's page, its seconds, and when it ran, as a table."""
    yield "| Page | Seconds | Ran on |\n|---|---|---|"
    for page, seconds, day in runs():
        yield f"| {{doc}}`/{page}` | {seconds:.0f} | {day:%Y-%m-%d} |"


def proof_marks() -> Iterator[str]:
    """How many theorems of each page have which mark, as a table with a last line of sums."""
    yield f"| Page | {' | '.join(MARKS)} |\n|---|{'---|' * len(MARKS)}"
    sums: Counter[str] = Counter()
    for path in notebooks():
        counts = Counter(mark for _, mark in statements(path) if mark)
        if counts:
            page = path.relative_to(ROOT).with_suffix("")
            yield row(f"{{doc}}`/{page}`", counts)
        sums += counts
    yield row("all", sums)


def row(name: str, counts: Counter[str]) -> str:
    """A line of the table of marks."""
    return f"| {name} | {' | '.join(str(counts[mark]) for mark in MARKS)} |"


WRITERS = {"build-facts": facts, "run-times": run_times, "proof-marks": proof_marks}


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
