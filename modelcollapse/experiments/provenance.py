"""Where a result comes from: the versions of what computed it."""

from __future__ import annotations

import platform
from importlib import metadata

LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch")


def versions() -> str:
    """The versions of Python and of the libraries that compute, as far as they are installed."""
    found = [f"Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)
