"""The bytes of a page: the first visit, a further page, and the same with the stock theme."""

from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import sync_playwright

from benchmarks import stock
from benchmarks.row import Row
from tools import SITE
from tools.browser import launch, pages, serving, with_explorers
from tools.measure import compressed, requested

FIRST_VISIT, FURTHER_PAGE = 1_000_000, 250_000  # bytes


def rows() -> Iterator[Row]:
    """Beside the stock theme; the heaviest first visit; each further page with an explorer."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with serving(SITE) as base:
            files = {name: requested(browser, base, name) for name in pages()}
        stock.build()
        with serving(stock.SITE) as base:
            theirs = {name: requested(browser, base, name) for name in (f"{stock.FRONT}.html", f"{stock.CHAPTER}.html")}
        browser.close()
    yield from beside_stock(files, theirs)
    sizes = {name: compressed(SITE, asked) for name, asked in files.items()}
    worst = max(sizes, key=sizes.__getitem__)
    yield weight(f"first visit, heaviest page: `{worst}`", sizes[worst], FIRST_VISIT)
    shown = with_explorers()
    for name in shown:
        before = next((files[other] for other in shown if other != name), files[pages()[0]])
        size = compressed(SITE, files[name] - before)
        yield weight(f"further page: `{name}`", size, FURTHER_PAGE)


def beside_stock(files: dict[str, set[str]], theirs: dict[str, set[str]]) -> Iterator[Row]:
    """The same pages, ours and the stock theme's, as a first visit and after the front page."""
    front, chapter = f"{stock.FRONT}.html", f"{stock.CHAPTER}.html"
    fonts = {path for path in files[chapter] if path.endswith(".woff") and "mathjax" in path}
    script = stock.mathjax(stock.CHAPTER)
    chapter_more = script + compressed(SITE, fonts)  # what the stock page asks of another host
    front_more = stock.mathjax(stock.FRONT)
    for what, ours, plain, bound in (
        (
            f"first visit: `{front}`",
            compressed(SITE, files[front]),
            compressed(stock.SITE, theirs[front]) + front_more,
            FIRST_VISIT,
        ),
        (
            f"first visit: `{chapter}`",
            compressed(SITE, files[chapter]),
            compressed(stock.SITE, theirs[chapter]) + chapter_more,
            FIRST_VISIT,
        ),
    ):
        row = weight(what, ours, bound)
        yield replace(row, measured=f"{row.measured}; with the stock theme {kilobytes(plain)}")


def weight(what: str, size: int, bound: int) -> Row:
    """A number of bytes."""
    return Row(what, kilobytes(size), f"under {kilobytes(bound)}", size < bound)


def kilobytes(size: int) -> str:
    """In words."""
    return f"{size / 1000:.0f} kB"
