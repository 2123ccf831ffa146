"""Code without marks that nobody sees: most words of a cell have the colour of plain text.

A chapter is lighter by half of its elements, which a browser would have to style and to lay out.
"""

from typing import Any

from pygments.formatters import HtmlFormatter
from pygments.styles import get_style_by_name
from pygments.token import Text, _TokenType
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.highlighting import PygmentsBridge


def formatter(*names: str) -> type[HtmlFormatter]:
    """Pygments' own, less the marks on what looks like plain text in each of these styles."""
    styles = [get_style_by_name(name) for name in names]
    plain = [style.style_for_token(Text) for style in styles]

    class PlainFormatter(HtmlFormatter):
        def _get_css_classes(self, ttype: _TokenType) -> str:
            look = [style.style_for_token(ttype) for style in styles]
            return "" if look == plain else super()._get_css_classes(ttype)

    return PlainFormatter


def choose(_app: Sphinx, config: Config) -> None:
    """Have Sphinx use it, for the styles of the light and of the dark pages."""
    options: dict[str, Any] = config.html_theme_options
    styles = (options["pygments_light_style"], options["pygments_dark_style"])
    PygmentsBridge.html_formatter = formatter(*styles)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step to the build."""
    app.connect("config-inited", choose)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
