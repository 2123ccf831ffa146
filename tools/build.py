"""Build the site: run what has to be run, then Sphinx, strictly."""

import subprocess
import sys
import time

from tools import ROOT, SITE, pdf, slides
from tools.cache import fill
from tools.problems import make_all

# Started this way, not by its script: a script names the folder that .venv was created in.
JUPYTER_BOOK = "import tools; from jupyter_book.cli.main import main; main()"
OPTIONS = ("build", ".", "-W", "--keep-going", "-n")


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
    built = subprocess.run([sys.executable, "-c", JUPYTER_BOOK, *OPTIONS], cwd=ROOT, check=False)
    if built.returncode != 0:
        seconds = time.perf_counter() - start
        print(f"\nThe build failed after {seconds:.1f} s; see above.", file=sys.stderr)
        return 1
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
