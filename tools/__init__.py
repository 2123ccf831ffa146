"""The programs behind the Makefile: running notebooks, keeping their outputs, building the site."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

# jsonschema, which checks notebooks, builds a grammar with this package for some seconds, to check
# a kind of address that no notebook has; it does without where the import fails.
sys.modules.setdefault("rfc3987_syntax", None)

ROOT = Path(__file__).resolve().parents[1]
os.environ["PYTHONSTARTUP"] = str(ROOT / "tools/kernel_start.py")  # the same in notebooks' kernels
BUILD = ROOT / "_build"
SITE = BUILD / "html"


def parts() -> list[dict[str, Any]]:
    """What `_toc.yml` says: the parts with their captions and pages, the first the front page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    return [{"caption": "", "chapters": [{"file": toc["root"]}]}, *toc["parts"]]


def documents() -> list[str]:
    """The book's pages in their order, without a suffix."""
    return [page["file"] for part in parts() for page in part["chapters"]]


def chapters() -> list[str]:
    """The pages of the numbered parts: each has a deck of slides."""
    return [page["file"] for part in parts() if part.get("numbered") for page in part["chapters"]]


def notebooks() -> list[Path]:
    """The notebooks of the book. A draft that `_toc.yml` does not name is not run."""
    paths = [ROOT / f"{name}.ipynb" for name in documents()]
    return [path for path in paths if path.exists()]


def git(*words: str) -> str:
    """What git says of the checkout; nothing where there is none."""
    try:
        said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()
