"""Links to the repository and to the published pages; `tools.address` says where they lie."""

from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from tools.address import BRANCH, published


def set_addresses(_app: Sphinx, config: Config) -> None:
    """Tell the theme and the other extensions."""
    where = published()
    config.html_theme_options |= {"repository_url": where.repository, "repository_branch": BRANCH}
    config.html_baseurl = config.ogp_site_url = where.site
    config.notfound_urls_prefix = urlsplit(where.site).path


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step."""
    app.connect("config-inited", set_addresses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
