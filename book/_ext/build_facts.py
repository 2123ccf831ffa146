"""The status page: when, from what and with what these pages were built, and how long they ran."""

import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from docutils import nodes
from myst_nb.core.execute import ExecutionResult
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from tools import ROOT, documents
from tools.address import published

PAGE = "book/reference/status"
LIBRARIES = ("numpy", "scipy", "sympy", "xarray", "matplotlib", "scikit-learn", "torch")
LIBRARIES += ("transformers", "jupyter-book", "sphinx", "myst-nb")


class Place(nodes.General, nodes.Element):
    """What stands here is known when all pages have been read."""


class Directive(SphinxDirective):
    """Marks the place of what its own name says."""

    def run(self) -> list[nodes.Node]:
        """An empty node."""
        return [Place(what=self.name)]


def git(*words: str) -> str:
    """What git says of the checkout; nothing where there is none."""
    try:
        said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()


def commit() -> list[nodes.Node]:
    """A link to the commit, and whether files differ from it."""
    name = git("rev-parse", "HEAD")
    if not name:
        return [nodes.Text("not known: built outside a git repository")]
    link = f"{published().repository}/commit/{name}"
    changed = ", with changes that are not committed" if git("status", "--porcelain") else ""
    return [nodes.reference("", name[:10], refuri=link), nodes.Text(changed)]


def runs(env: BuildEnvironment) -> dict[str, ExecutionResult]:
    """How each page's notebook ran, in the order of the book."""
    found = NbMetadataCollector.get_doc_data(env)
    return {page: found[page]["exec_data"] for page in documents() if "exec_data" in found[page]}


def facts(env: BuildEnvironment) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Names and what there is to say."""
    now, times = datetime.now(UTC), {page: run["runtime"] for page, run in runs(env).items()}
    yield "Pages built", [nodes.Text(f"{now:%d %B %Y, %H:%M} UTC".lstrip("0"))]
    yield "From commit", commit()
    total = f"{sum(times.values()):.0f} s for {len(times)} notebooks, one after the other"
    yield "Run time", [nodes.Text(total)]
    yield "Python", [nodes.Text(f"{platform.python_version()} on {platform.system()}")]
    yield "Libraries", [nodes.Text(", ".join(f"{name} {version(name)}" for name in LIBRARIES))]


def fact_list(env: BuildEnvironment) -> nodes.Element:
    """The facts, as definitions."""
    fields = nodes.definition_list(classes=["build-facts"])
    for name, said in facts(env):
        told = nodes.definition("", nodes.paragraph("", "", *said))
        fields += nodes.definition_list_item("", nodes.term("", name), told)
    return fields


def row(*cells: nodes.Node) -> nodes.row:
    """A row of a table."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def run_table(env: BuildEnvironment) -> nodes.Element:
    """Each notebook's page, its seconds, and when it ran."""
    head = row(*map(nodes.Text, ("Page", "Seconds", "Ran on")))
    body = nodes.tbody()
    for page, run in runs(env).items():
        link = env.app.builder.get_relative_uri(PAGE, page)
        title = nodes.reference("", env.titles[page].astext(), refuri=link, internal=True)
        day = datetime.fromtimestamp(run["mtime"], UTC)
        body += row(title, nodes.Text(f"{run['runtime']:.0f}"), nodes.Text(f"{day:%Y-%m-%d}"))
    columns = [nodes.colspec(colwidth=width) for width in (70, 15, 15)]
    group = nodes.tgroup("", *columns, nodes.thead("", head), body, cols=3)
    return nodes.table("", group, classes=["colwidths-auto"])


SHOWN = {"build-facts": fact_list, "run-times": run_table}


class Fill(SphinxPostTransform):
    """Puts list and table in their places."""

    default_priority = 8

    def run(self, **_options: object) -> None:
        """Make them now."""
        for place in list(self.document.findall(Place)):
            place.replace_self(SHOWN[place["what"]](self.env))


def outdated(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The page is written anew with any other, and for a new commit."""
    before, env.mc_commit = getattr(env, "mc_commit", None), git("rev-parse", "HEAD")
    return [PAGE] if added | changed | removed or before != env.mc_commit else []


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps."""
    app.add_node(Place)
    for name in SHOWN:
        app.add_directive(name, Directive)
    app.add_post_transform(Fill)
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
