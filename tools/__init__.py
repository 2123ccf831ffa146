"""The programs behind the Makefile: running notebooks, keeping their outputs, building the site."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
SITE = BUILD / "html"


def notebooks() -> list[Path]:
    """Every notebook of the book, in a fixed order."""
    return sorted(
        path for path in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )
