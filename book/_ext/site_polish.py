"""What the theme's options and templates leave to be done for the pages of this book."""

from pathlib import Path

from sphinx.application import Sphinx

# The bibliography's roles are deprecated in ARIA 1.3; a plain list says the same.
REFERENCE_ROLE = ('role="doc-biblioentry"', 'role="listitem"')


def mend_bibliography(app: Sphinx, error: Exception | None) -> None:
    """Give the entries of the bibliography a role that browsers know."""
    if error is not None or app.builder.format != "html":
        return
    page = Path(app.outdir) / "book/reference/bibliography.html"
    text = page.read_text("utf8")
    stock, ours = REFERENCE_ROLE
    if stock in text:
        page.write_text(text.replace(stock, ours), "utf8")
    elif ours not in text:
        raise RuntimeError(f"{page} no longer holds {stock}: see whether the change is needed")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step."""
    app.connect("build-finished", mend_bibliography)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
