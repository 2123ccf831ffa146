"""Every chapter has a deck of slides that opens offline, fits the screen, and is alive."""

import io
import re
from pathlib import Path
from unicodedata import normalize

import nbformat
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.site.seen import CLOSE, LOADED, OUT_OF_PROPORTION, PHONE, WIDE, still
from tests.site.watch import violations, watched
from tools import ROOT, chapters, slides

DECKS = {Path(name).name: name for name in chapters()}
SCREEN = {"width": 1280, "height": 720}
READY = "() => window.Reveal?.isReady?.()"
PLACE = "() => Reveal.getIndices().h"
COUNT = "() => Reveal.getTotalSlides()"
ZOOMS = "() => [...Reveal.getCurrentSlide().querySelectorAll('.mc')].map((mc) => +mc.style.zoom)"
# on the slide that is shown: what sticks out of the place left for it, notes apart
STICKS_OUT = """() => {
  const slide = Reveal.getCurrentSlide(), style = getComputedStyle(slide);
  const bottom = 721 - parseFloat(style.paddingBottom);
  const right = 1281 - parseFloat(style.paddingRight);
  const out = (box) => box.width && (box.bottom > bottom || box.right > right);
  const cut = (node) => node.matches("pre, table, math") && node.scrollWidth > node.clientWidth + 1;
  return [...slide.querySelectorAll(":not(math *, .mc-say, .mc svg *)")]
    .filter((node) => out(node.getBoundingClientRect()) || cut(node))
    .map((node) => node.outerHTML.slice(0, 160));
}"""
RAW = """() => {
  const copy = document.querySelector(".slides").cloneNode(true);
  copy.querySelectorAll("script, style, math, .mc").forEach((node) => node.remove());
  return copy.textContent;
}"""
every_deck = pytest.mark.parametrize("deck", DECKS)


def opened(page: Page, base: str, deck: str) -> None:
    """Open a deck and wait until it stands."""
    page.set_viewport_size(SCREEN)
    page.set_default_timeout(120_000)  # a machine that does other work beside
    page.goto(f"{base}slides/{deck}.html", wait_until="load")
    page.wait_for_function(READY)


@every_deck
def test_deck_opens_from_the_disk_and_its_explorers_move(page: Page, site: Path, deck: str) -> None:
    base = site.as_uri() + "/"
    foreign, errors = watched(page, base)
    opened(page, base, deck)
    expected = (site / f"slides/{deck}.html").read_text("utf8").count('class="mc-host"')
    assert page.locator(".mc").count() == expected
    for root in page.locator(".mc").all():
        root.evaluate("(node) => Reveal.slide(Reveal.getIndices(node.closest('section')).h)")
        here = page.evaluate(PLACE)
        assert still(page, root) == []
        assert page.evaluate(PLACE) == here, "a slider's key has moved the slides"
        page.keyboard.press("Escape")  # gives the keys back to the slides
        page.keyboard.press("ArrowRight")
        assert page.evaluate(PLACE) == here + 1
    assert foreign == []
    assert errors == []


@every_deck
def test_slides_fit_the_screen_and_formulas_are_set(page: Page, served: str, deck: str) -> None:
    foreign, errors = watched(page, served)
    opened(page, served, deck)
    assert page.evaluate("() => Reveal.getScale()") == 1, "a slide does not fill the screen"
    count = page.evaluate(COUNT)
    assert 8 <= count <= 14
    for number in range(count):
        page.evaluate("(number) => Reveal.slide(number)", number)
        page.wait_for_timeout(30)
        assert page.evaluate(STICKS_OUT) == [], f"slide {number + 1}"
        assert min(page.evaluate(ZOOMS), default=1) > 0.82, f"too small on slide {number + 1}"
    raw = page.evaluate(RAW)
    assert not re.search(r"\$|\{[\w:]+\}`|\\[a-z]+", raw), "a formula or a role as it was written"
    assert page.locator("aside.notes").count() > 0, "no word for the speaker"
    first = page.locator(".slides > section:has(.mc)").first
    assert first.count() == 0 or first.locator("aside.notes").count() == 1
    assert page.locator(".slides h2").last.inner_text() == "In class"
    assert foreign == []
    assert errors == []


@every_deck
def test_pictures_have_their_own_proportions(page: Page, served: str, deck: str) -> None:
    for screen in (WIDE, PHONE):
        page.set_viewport_size(screen)
        page.goto(f"{served}slides/{deck}.html")
        page.evaluate(LOADED)
        assert page.evaluate(OUT_OF_PROPORTION, CLOSE)[1] == [], screen


@every_deck
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(browser: Browser, served: str, deck: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{served}slides/{deck}.html", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


@every_deck
def test_chapter_and_list_lead_to_the_deck_and_back(site: Path, deck: str) -> None:
    chapter = site / f"{DECKS[deck]}.html"
    assert f'href="../../slides/{deck}.html"' in chapter.read_text("utf8")
    assert f"../../slides/{deck}.html" in (site / "book/teaching/slides.html").read_text("utf8")
    assert f'href="../{DECKS[deck]}.html"' in (site / f"slides/{deck}.html").read_text("utf8")


@every_deck
def test_text_for_slides_is_left_out_of_the_page(deck: str) -> None:
    for cell in nbformat.read(ROOT / f"{DECKS[deck]}.ipynb", as_version=4).cells:
        if slides.kind(cell) and cell.cell_type == "markdown":
            assert "remove-cell" in cell.metadata.tags
            assert cell.metadata.jupyter.source_hidden
        elif slides.kind(cell):
            assert slides.kind(cell) == "-", "a slide begins with a text cell"


def test_a_deck_prints_one_page_a_slide(page: Page, served: str) -> None:
    opened(page, served, "gaussian")
    count = page.evaluate(COUNT)
    page.goto(f"{served}slides/gaussian.html?print-pdf", wait_until="load")
    page.wait_for_function(READY)
    page.wait_for_timeout(500)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == count


@every_deck
def test_a_handout_is_printed_on_few_sheets_with_all_slides(
    page: Page, served: str, deck: str
) -> None:
    page.set_viewport_size(SCREEN)
    page.goto(f"{served}slides/{deck}.html?handout", wait_until="load")
    page.wait_for_timeout(500)
    sections = page.locator(".slides section section:has(h1, h2)")
    heads = [re.sub(r"\W", "", head) for head in sections.locator("h1, h2").all_inner_texts()]
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    width, height = (float(side) for side in printed.pages[0].mediabox[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    assert len(printed.pages) <= 8 <= len(heads)
    text = normalize(
        "NFKC", "".join(sheet.extract_text() for sheet in printed.pages)
    )  # no ligatures
    words = re.sub(r"\W", "", text)
    assert [head for head in heads if head.isascii() and head not in words] == []
    notes = page.locator("aside.notes")
    assert not any(note.is_visible() for note in notes.all())


def test_a_long_formula_stays_in_its_place() -> None:
    cell = text("First $a = b + c + d + e + f + g + h + i + j$, then", "slide")
    deck = slides.exporter().from_notebook_node(
        nbformat.v4.new_notebook(cells=[cell]), {"deck": {}}
    )
    words = BeautifulSoup(deck[0], "html.parser").select_one(".jp-RenderedMarkdown").get_text()
    assert words.split() == ["First", "a=b+c+d+e+f+g+h+i+j,", "then"]


def text(source: str, *tags: str) -> nbformat.NotebookNode:
    """A text cell."""
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([text("# A"), text("no tag")], "needs a text cell with the tags slide and remove-cell"),
        ([text("# A"), text("a", "slide-more")], "the first slide needs"),
        ([text("# A"), text("{eq}`b`", "slide")], r"glue:text. only, found \{eq\}`"),
        ([text("# A"), text("{glue:text}`c:.2f`", "slide")], "'c', which no cell glues"),
    ],
)
def test_a_deck_that_cannot_be_made_says_why(cells: list, says: str) -> None:
    with pytest.raises(slides.DeckError, match=says):
        slides.tagged(nbformat.v4.new_notebook(cells=cells))
