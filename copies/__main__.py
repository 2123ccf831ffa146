"""`python -m copies`: write the Markdown of all pages and the archive into the site."""

import sys

from copies import archive, markdown
from tools import SITE
from tools.build import write_pages


def main() -> int:
    """Return 0 if both are made; the pages offer the archive when they are written again."""
    if not (SITE / "index.html").exists():
        print("There is no site to copy yet; run `make book` first.", file=sys.stderr)
        return 1
    print(f"{markdown.make()} pages as Markdown, listed in {SITE / 'llms.txt'}")
    if not write_pages():  # with buttons for the Markdown, and for decks and the PDF
        return 1
    path = archive.make()
    print(f"The site in one file: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
