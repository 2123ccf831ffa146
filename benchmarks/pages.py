"""The pages of the built site, for what measures and tests them."""

from pathlib import Path

from tools import ROOT, documents


def pages() -> list[str]:
    """The book's pages, as addresses within the site."""
    return [f"{name}.html" for name in documents()]


def with_explorers() -> list[str]:
    """The pages whose notebooks show an explorer."""
    sources = {name: ROOT / Path(name).with_suffix(".ipynb") for name in pages()}
    return [n for n, path in sources.items() if path.exists() and "Explorer(" in path.read_text()]
