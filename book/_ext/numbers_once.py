"""References by number read each page once: Sphinx reads a whole page anew for each of them.

Half of the time of a build's second phase would go there.
"""

from functools import cache
from typing import Any

from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment


class Pages:
    """The environment, with pages that stay in memory: a question for a number changes none."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env, self.get_doctree = env, cache(env.get_doctree)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)


class Numbers(StandardDomain):
    """Sphinx's standard domain, which resolves references by number among these pages."""

    pages: Pages | None = None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Element | None:
        """What Sphinx makes of a reference."""
        if typ == "numref":
            self.pages = self.pages or Pages(env)
            env = self.pages
        return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)


def setup(app: Sphinx) -> dict[str, bool]:
    """Put it in the place of Sphinx's own."""
    app.add_domain(Numbers, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
