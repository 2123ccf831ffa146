"""References by number read each page once: Sphinx reads a whole page anew for each of them.

A quarter of Sphinx's time would go there. And pages are written by other processes beside this one.
"""

import os
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any

from docutils.nodes import Element
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain


class Numbers(StandardDomain):
    """Sphinx's standard domain, which resolves references by number among these pages."""

    @cached_property
    def pages(self) -> SimpleNamespace:
        """The environment, with pages that stay in memory: a question for a number changes none."""
        return SimpleNamespace(**vars(self.env) | {"get_doctree": cache(self.env.get_doctree)})

    def resolve_xref(self, env: Any, *reference: Any) -> Element | None:
        """What Sphinx makes of a reference: page, builder, kind, goal, and two nodes."""
        return super().resolve_xref(self.pages if reference[2] == "numref" else env, *reference)


def share_out(app: Sphinx, _env: Any) -> None:
    """Have each core write pages, once all are read: two extensions are not said to read so."""
    app.parallel = 1 + (os.cpu_count() or 1)


def setup(app: Sphinx) -> dict[str, bool]:
    """Put the domain in the place of Sphinx's own."""
    app.add_domain(Numbers, override=True)
    app.connect("env-updated", share_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
