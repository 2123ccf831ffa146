"""Pages of the built site on paper, printed by Chromium."""

import hashlib
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tools import BUILD, ROOT, SITE, documents
from tools.browser import launch

MARGINS = {"top": "20mm", "bottom": "24mm", "left": "26mm", "right": "26mm"}
WIDTH = 597  # of the text, in CSS pixels: A4 without these margins
WORKERS = 2
PATIENCE = 300_000  # milliseconds, for a page to load on a busy machine
PREPARE = ROOT / "tools/print/prepare.js"
# Chromium takes them for installed ones, so the book looks the same on every Linux.
FONTS = {
    "matplotlib": "mpl-data/fonts/ttf/STIXGeneral*.ttf",
    "sphinx_revealjs": "_static/revealjs/dist/theme/fonts/source-sans-pro/*.ttf",
}
SOURCE = re.compile(r'(?:src|data)="([^"#:]+)"')


def sums() -> dict[str, str]:
    """Each page's hash: of its article, of the pictures in it, and of what says how it looks."""
    static = SITE / "_static"
    looks = [*static.rglob("*.css"), *static.glob("*.js"), PREPARE, Path(__file__)]
    shared = hashlib.sha256()
    for path in sorted(looks):
        shared.update(path.read_bytes())
    found = {}
    for name in documents():
        page, digest = SITE / f"{name}.html", shared.copy()
        # what stands around the article is not printed
        article = re.search(r"<article.*</article>", page.read_text("utf8"), re.DOTALL)[0]
        digest.update(article.encode())
        for source in SOURCE.findall(article):
            digest.update((page.parent / source).read_bytes())
        found[name] = digest.hexdigest()
    return found


def install_fonts() -> None:
    """Put the fonts where `launch` has Chromium look for its user's own."""
    folder = BUILD / "home/.local/share/fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for package, pattern in FONTS.items():
        for font in Path(find_spec(package).origin).parent.glob(pattern):
            (folder / font.name).unlink(missing_ok=True)
            (folder / font.name).symlink_to(font)


def write_pdf(page: Page, file: Path) -> None:
    """Print what a page shows; a file is there only when it is whole."""
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(page.pdf(format="A4", margin=MARGINS, print_background=True))
    unfinished.replace(file)


def print_page(context: BrowserContext, address: str, file: Path) -> None:
    """Print a page of the site, and keep its headings beside it."""
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="light")
    page.goto(address, timeout=PATIENCE)
    headings = page.evaluate(PREPARE.read_text("utf8"))
    file.with_suffix(".json").write_text(json.dumps(headings), "utf8")
    write_pdf(page, file)
    page.close()


def print_pages(files: dict[str, Path], address: str) -> None:
    """Print the pages that have no file yet, two at a time, and say how far it is."""
    start, lock = time.perf_counter(), Lock()
    waiting = [name for name, file in files.items() if not file.exists()]
    done, total = 0, len(waiting)

    def work(_worker: int) -> None:
        nonlocal done
        with sync_playwright() as playwright, launch(playwright) as browser:
            context = browser.new_context(viewport={"width": WIDTH, "height": 900})
            while True:
                with lock:
                    if not waiting:
                        return
                    name = waiting.pop(0)
                print_page(context, f"{address}{name}.html", files[name])
                with lock:
                    done += 1
                    seconds = time.perf_counter() - start
                    print(f"PDF [{done}/{total}] {name} after {seconds:.0f} s", flush=True)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(min(WORKERS, total))))
