"""Links to the repository and to the published pages; `tools.address` says where they lie."""

from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from tools.address import BRANCH, published

ELSEWHERE = "fas fa-arrow-up-right-from-square"


def set_addresses(_app: Sphinx, config: Config) -> None:
    """Tell the theme and the other extensions."""
    where = published()
    config.html_theme_options |= {"repository_url": where.repository, "repository_branch": BRANCH}
    config.html_baseurl = config.ogp_site_url = where.site
    config.notfound_urls_prefix = urlsplit(where.site).path


def lighten_buttons(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Draw the launch buttons from the icon font: the theme's two logos weigh 9 kB a visit."""
    for group in context["header_buttons"]:
        if group["label"] == "launch-buttons":
            group["tooltip"] = "Run this notebook elsewhere"
            for button in group["buttons"]:
                button["icon"] = ELSEWHERE


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps; the buttons after the theme has made its list of them."""
    app.connect("config-inited", set_addresses)
    app.connect("html-page-context", lighten_buttons, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
