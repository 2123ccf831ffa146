"""The bytes of a page: the first visit, a further page, and the same with the stock theme."""

from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from benchmarks import stock
from benchmarks.measure import compressed, requested
from benchmarks.pages import pages, with_explorers
from benchmarks.row import Row
from tools import SITE
from tools.browser import launch, serving

FIRST_VISIT, FURTHER_PAGE = 350_000, 250_000  # bytes


def rows() -> Iterator[Row]:
    """Beside the stock theme; the heaviest first visit; each further page with an explorer."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with serving(SITE) as base:
            files = {name: requested(browser, base, name) for name in pages()}
        stock.build()
        with serving(stock.SITE) as base:
            theirs = {name: requested(browser, base, name) for name in stock.PAGES}
        browser.close()
    yield from beside_stock(files, theirs)
    sizes = {name: compressed(SITE, asked) for name, asked in files.items()}
    worst = max(sizes, key=sizes.__getitem__)
    yield weight(f"first visit, heaviest page: `{worst}`", sizes[worst], FIRST_VISIT)
    front = files[pages()[0]]
    for name in with_explorers():
        size = compressed(SITE, files[name] - front)
        yield weight(f"further page, after the front page: `{name}`", size, FURTHER_PAGE)


def beside_stock(files: dict[str, set[str]], theirs: dict[str, set[str]]) -> Iterator[Row]:
    """The same pages, ours and the stock theme's: two first visits, and one after the other.

    What the stock theme fetches from other hosts, MathJax above all, is not counted.
    """
    front, chapter = stock.PAGES
    yield pair("first visit", front, files[front], theirs[front])
    yield pair("first visit", chapter, files[chapter], theirs[chapter])
    ours, plain = files[chapter] - files[front], theirs[chapter] - theirs[front]
    yield pair(f"after `{front}`", chapter, ours, plain)


def pair(what: str, name: str, ours: set[str], plain: set[str]) -> Row:
    """Bytes of ours and of the stock theme's."""
    size, stock_size = compressed(SITE, ours), compressed(stock.SITE, plain)
    words = f"{kilobytes(size)}; with the stock theme {kilobytes(stock_size)}"
    return Row(f"{what}: `{name}`", words, "less than the stock theme", size < stock_size)


def weight(what: str, size: int, bound: int) -> Row:
    """A number of bytes."""
    return Row(what, kilobytes(size), f"under {kilobytes(bound)}", size < bound)


def kilobytes(size: int) -> str:
    """In words."""
    return f"{size / 1000:.0f} kB"
