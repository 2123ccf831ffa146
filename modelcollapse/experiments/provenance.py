"""Where a result comes from: the versions of what computed it."""

from __future__ import annotations

from .. import content

LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch")


def versions() -> str:
    """The versions of Python and of the libraries that compute, as far as they are installed."""
    found = content.versions()
    named = [f"{name} {found[name]}" for name in LIBRARIES if name in found]
    return ", ".join([f"Python {found['python']}", *named])
