"""Lighthouse on the front page and the heaviest pages: `python -m tools.lighthouse [PAGE ...]`."""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tools import BUILD, SITE
from tools.browser import Handler, launch, pages, program, serving
from tools.measure import compressed, requested

GOALS = {"performance": 0.9, "accessibility": 0.95, "best-practices": 0.95, "seo": 0.9}
FORMS = {"mobile": (), "desktop": ("--preset=desktop",)}  # Lighthouse's own settings of each
RUNS, HEAVIEST = 3, 5
INSTALL = "npm install --global lighthouse@13.5.0"
PACKED = (".woff", ".woff2", ".png", ".jpg")


class Score(NamedTuple):
    """What Lighthouse says of a page: for each category the median of the runs, from 0 to 1."""

    page: str
    form: str
    values: dict[str, float]
    blocked: float  # milliseconds in which the page could not answer, median
    shift: float  # cumulative layout shift, median

    def holds(self) -> bool:
        """Whether every goal is reached."""
        return all(self.values[name] >= goal for name, goal in GOALS.items())


class Compressing(Handler):
    """Sends text compressed and keeps connections open, as hosts of static sites do."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | None:
        """The headers, and the content to send after them."""
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix in PACKED:
            return super().send_head()
        content = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


@lru_cache(maxsize=256)
def packed(path: Path) -> bytes:
    """A file's content, compressed."""
    return gzip.compress(path.read_bytes(), 6)


def heaviest(site: Path = SITE) -> list[str]:
    """The front page, and the pages that a first visit costs the most bytes."""
    with sync_playwright() as playwright, serving(site) as base:
        browser = launch(playwright)
        sizes = {name: compressed(site, requested(browser, base, name)) for name in pages()}
        browser.close()
    front = pages()[0]
    return [front, *sorted(sizes.keys() - {front}, key=sizes.__getitem__)[: -HEAVIEST - 1 : -1]]


def once(address: str, form: str) -> dict:
    """The report of one run."""
    words = ["lighthouse", address, *FORMS[form], "--output=json", "--quiet"]
    words += [f"--only-categories={','.join(GOALS)}"]
    words += ["--chrome-flags=--headless=new --no-sandbox", "--disable-full-page-screenshot"]
    words += ["--skip-audits=unused-css-rules"]  # no part of a score, and minutes on a long page
    places = {"CHROME_PATH": program() or "", "HOME": str(BUILD / "home")}
    done = subprocess.run(words, env={**os.environ, **places}, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"lighthouse failed on {address}:\n{done.stderr.decode()}")
    return json.loads(done.stdout)


def scores(names: list[str]) -> Iterator[Score]:
    """Run Lighthouse on each page, as a phone and as a desk computer."""
    with serving(SITE, Compressing) as base:
        for name in names:
            for form in FORMS:
                reports = [once(base + name, form) for _ in range(RUNS)]
                values = {
                    goal: median(r["categories"][goal]["score"] for r in reports) for goal in GOALS
                }
                blocked, shift = (
                    median(r["audits"][audit]["numericValue"] for r in reports)
                    for audit in ("total-blocking-time", "cumulative-layout-shift")
                )
                yield Score(name, form, values, blocked, shift)


def main() -> int:
    """Print a table; return 1 if a goal is missed."""
    if shutil.which("lighthouse") is None:
        print(f"No lighthouse found on the PATH. To install it: {INSTALL}", file=sys.stderr)
        return 1
    print(f"| page | {' | '.join(GOALS)} | blocked | shift |\n|---|{'---|' * (len(GOALS) + 2)}")
    held = True
    for score in scores(sys.argv[1:] or heaviest()):
        values = " | ".join(f"{value:.2f}" for value in score.values.values())
        rest = f"{score.blocked:.0f} ms | {score.shift:.3f}"
        print(f"| `{score.page}`, {score.form} | {values} | {rest} |", flush=True)
        held &= score.holds()
    return not held


if __name__ == "__main__":
    sys.exit(main())
