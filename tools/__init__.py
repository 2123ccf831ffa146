"""The programs behind the Makefile: running notebooks, keeping their outputs, building the site."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
SITE = BUILD / "html"


def documents() -> list[str]:
    """The book's pages in their order, as `_toc.yml` names them: without a suffix."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text())
    pages = [page["file"] for part in contents["parts"] for page in part["chapters"]]
    return [contents["root"], *pages]


def chapters() -> list[str]:
    """The pages of the numbered parts: each has a deck of slides."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    return [page["file"] for part in parts if part.get("numbered") for page in part["chapters"]]


def notebooks() -> list[Path]:
    """The notebooks of the book. A draft that `_toc.yml` does not name is not run."""
    paths = [ROOT / f"{name}.ipynb" for name in documents()]
    return [path for path in paths if path.exists()]
