"""The whole site in one file, to be unpacked and opened from the disk.

Python in the browser stays out: it needs a server, and weighs more than all the rest. So do the
buttons and links that lead to it, and to the archive itself.
"""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tools import SITE

FOLDER = "model-collapse"
ARCHIVE = SITE / f"{FOLDER}-offline.zip"
LEFT_OUT = {"lite", ".buildinfo", ARCHIVE.name}
GOAL = rf"[./]*(?:lite/|{ARCHIVE.name})"
BUTTON = re.compile(rf'<li>\s*<a href="{GOAL}.*?</li>', re.DOTALL)
LINK = re.compile(rf'<a [^>]*href="{GOAL}[^>]*>(.*?)</a>', re.DOTALL)


def content(path: Path) -> bytes:
    """What a file is in the archive."""
    if path.suffix != ".html":
        return path.read_bytes()
    return LINK.sub(r"\1", BUTTON.sub("", path.read_text("utf8"))).encode()


def make() -> Path:
    """Write the archive into the site."""
    unfinished = ARCHIVE.with_suffix(".part")
    with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
        for path in sorted(path for path in SITE.rglob("*") if path.is_file()):
            place = path.relative_to(SITE)
            if not LEFT_OUT & set(place.parts) and path != unfinished:
                archive.writestr(f"{FOLDER}/{place.as_posix()}", content(path))
    return unfinished.replace(ARCHIVE)
