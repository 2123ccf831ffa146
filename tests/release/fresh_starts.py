"""What a reader has in ten seconds: `python -m tests.release.fresh_starts [PAGE ...]`.

Each page is opened many times in Firefox and WebKit, as the first page of a new browser and in a
new tab. A table says how many formulas stood then and how many explorers were live.
"""

import argparse
import sys

from tests.site.browsers import PAGE, Driver, firefox, webkit
from tools import SITE
from tools.browser import serving

BROWSERS: dict[str, type[Driver]] = {"firefox": firefox.Firefox, "webkit": webkit.WebKit}
PAGES = ("theory/gaussian", "theory/wasserstein-risk", "theory/mixing")
SECONDS = 10.0
READY = f"""(() => {{
  const page = {PAGE}, formulas = page.formulas(), explorers = page.explorers();
  return formulas.set === formulas.all && explorers.live === explorers.all;
}})()"""


def once(driver: Driver) -> tuple[int, int, int, int]:
    """Formulas that stand and that there are, explorers that are live and that there are."""
    driver.wait("document.readyState === 'complete'")
    driver.wait(READY, SECONDS)
    formulas, explorers = driver.ask("formulas()"), driver.ask("explorers()")
    return formulas["set"], formulas["all"], explorers["live"], explorers["all"]


def line(browser: str, address: str, tab: bool, times: int, width: int) -> tuple[str, bool]:
    """A line of the table, and whether everything was there each time."""
    seen = []
    for _ in range(times):
        with BROWSERS[browser](address, width, tab=tab) as driver:
            seen.append(once(driver))
    whole = sum(stood == formulas and live == all_ for stood, formulas, live, all_ in seen)
    way = "new tabs" if tab else "fresh starts"
    least = [min(column) for column in zip(*seen, strict=True)]
    name = address.rpartition("book/")[2]
    words = f"| {browser} | {name} | {times} {way} | {whole} | "
    words += f"{least[0]} of {least[1]} | {least[2]} of {least[3]} |"
    return words, whole == times


def main() -> int:
    """Print the table; return 1 if anything was missing once."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.release.fresh_starts", description=__doc__
    )
    parser.add_argument("pages", nargs="*", default=PAGES, help=f"by default {', '.join(PAGES)}")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--browser", choices=BROWSERS, help="by default both")
    parser.add_argument("--width", type=int, choices=(1280, 390), default=1280)
    asked = parser.parse_args()
    print("| browser | page | how | whole | formulas, at least | explorers, at least |")
    print("|---|---|---|---|---|---|")
    held = True
    with serving(SITE) as base:
        for browser in [asked.browser] if asked.browser else BROWSERS:
            for page in asked.pages:
                for tab in (False, True):
                    address = f"{base}book/{page}.html"
                    words, whole = line(browser, address, tab, asked.times, asked.width)
                    print(words, flush=True)
                    held &= whole
    return not held


if __name__ == "__main__":
    sys.exit(main())
