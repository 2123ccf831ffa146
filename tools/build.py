"""Build the site: run what has to be run, then Sphinx, strictly."""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

from tools import BUILD, ROOT, SITE, pdf, slides
from tools.cache import fill
from tools.problems import make_all

# Started this way, not by its script: a script names the folder that .venv was created in.
JUPYTER_BOOK = "import tools; from jupyter_book.cli.main import main; main()"
OPTIONS = ("build", ".", "-W", "--keep-going", "-n")
WRITERS = BUILD / ".writers"  # the hash of what wrote the pages that are there
# What each page shows or links to, by its sum. Sphinx writes no page anew when these change, and
# where no page is written it copies none of them.
SOURCES = (
    "book/_ext/*",
    "tools/fonts.py",
    "tools/mathml.py",
    "book/_static/**/*",
    "book/_templates/**/*.html",
    "modelcollapse/explorer/*.js",
    "modelcollapse/explorer/*.css",
    "CITATION.cff",
    "pyproject.toml",
)


def writers() -> str:
    """A hash of the files that every page depends on."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(filter(Path.is_file, ROOT.glob(pattern))):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Return 0 if every notebook ran and Sphinx had nothing to complain of."""
    start = time.perf_counter()
    failures = fill()
    if failures:
        for failure in failures:
            print(f"\nNotebook failed: {failure}", file=sys.stderr)
        print(f"\n{len(failures)} notebook(s) failed; the site was not built.", file=sys.stderr)
        return 1
    make_all()  # the page of the problem sets offers them
    now = writers()
    anew = [] if WRITERS.exists() and WRITERS.read_text() == now else ["--all"]
    words = [sys.executable, "-c", JUPYTER_BOOK, *OPTIONS, *anew]
    built = subprocess.run(words, cwd=ROOT, check=False)
    if built.returncode != 0:
        seconds = time.perf_counter() - start
        print(f"\nThe build failed after {seconds:.1f} s; see above.", file=sys.stderr)
        return 1
    WRITERS.write_text(now)
    try:
        slides.build()
    except slides.DeckError as error:
        print(f"\nNo slides could be made: {error}", file=sys.stderr)
        return 1
    pdf.make()
    seconds = time.perf_counter() - start
    print(f"\nThe book is in {SITE}\nOpen {SITE / 'index.html'}, or run `make serve`.")
    print(f"Built in {seconds:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
