"""Build the site: run the notebooks that have to be run, then Sphinx, strictly."""

import subprocess
import sys
import time

from tools import ROOT, SITE, freshness
from tools.execute import execute_all

# Started this way, not by its script: a script names the folder that .venv was created in.
JUPYTER_BOOK = "import tools; from jupyter_book.cli.main import main; main()"


def run_notebooks() -> bool:
    """Run every notebook whose outputs are not in the store; return whether all went well."""
    freshness.refresh()
    absent = freshness.missing()
    print(f"Notebooks: {len(absent)} to run", flush=True)
    failures = execute_all(absent, freshness.store)
    for failure in failures:
        print(f"\nNotebook failed: {failure}", file=sys.stderr)
    return not failures


def write_pages() -> bool:
    """Have Sphinx write what has changed; return whether it had nothing to complain of."""
    anew = [] if freshness.holds(freshness.PAGES_MARK) else ["--all"]
    words = [sys.executable, "-c", JUPYTER_BOOK, "build", ".", "-W", "--keep-going", "-n", *anew]
    built = subprocess.run(words, cwd=ROOT, check=False)
    if built.returncode == 0:
        freshness.put(freshness.PAGES_MARK)
    return built.returncode == 0


def main() -> int:
    """Return 0 if the site is built."""
    start = time.perf_counter()
    if freshness.whole():
        print(f"Nothing has changed. The book is in {SITE}")
        return 0
    if not run_notebooks():
        print("\nThe site was not built.", file=sys.stderr)
        return 1
    written, seconds = write_pages(), time.perf_counter() - start
    if not written:
        print(f"\nThe build failed after {seconds:.1f} s; see above.", file=sys.stderr)
        return 1
    freshness.put(freshness.SITE_MARK)
    print(f"\nThe book is in {SITE}, built in {seconds:.1f} s.")
    print(f"Open {SITE / 'index.html'}, or run `make serve`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
