"""The published place: links to run and cite each page, and what search engines and servers ask."""

import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image
from pybtex.database import parse_file

from tools import ROOT, documents, freshness, notebooks
from tools.address import Address, declared, published
from tools.marks import statements

WHERE = published()
HEAVIEST_PREVIEW = 100_000  # bytes
NUMBER = re.compile(r"^\d+\. ")
ARTICLE = re.compile("<article.*</article>", re.DOTALL)
# entries of which no DOI and no page of the publisher could be made sure
UNLINKED = {"feller1951", "bougerol1985"}


def read(site: Path, page: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup((site / f"{page}.html").read_text("utf8"), "html.parser")


@cache
def around(site: Path, page: str) -> BeautifulSoup:
    """What stands around a page's text: its head, the buttons, the foot."""
    text = (site / f"{page}.html").read_text("utf8")
    return BeautifulSoup(ARTICLE.sub("", text), "html.parser")


@pytest.mark.parametrize("page", documents())
def test_foot_names_page_version_and_address(site: Path, page: str) -> None:
    tree, book = around(site, page), yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    [cited] = tree.select(".cite-page")
    words = cited.get_text()
    for part in (book["title"], f"Version {book['version']}", str(book["date-released"])[:4]):
        assert part in words
    assert f"{WHERE.site}{page}.html" in words
    if page != "book/index":
        [title] = tree.select("meta[property='og:title']")
        assert NUMBER.sub("", title["content"]) in words
    links = {link.get_text(): link.get("href") for link in tree.select(".page-links a")}
    asked = parse_qs(urlsplit(links["Report an error on this page"]).query)
    assert f"{WHERE.site}{page}.html" in asked["body"][0]
    file = links["Source of this page"].removeprefix(f"{WHERE.repository}/blob/main/")
    assert (ROOT / file).is_file()


@pytest.mark.parametrize("page", [str(p.relative_to(ROOT).with_suffix("")) for p in notebooks()])
def test_notebook_opens_elsewhere(site: Path, page: str) -> None:
    links = [a.get("href") for a in around(site, page).select(".dropdown-launch-buttons a")]
    name = WHERE.repository.removeprefix("https://github.com/")
    assert links == [
        f"https://mybinder.org/v2/gh/{name}/main?urlpath=lab/tree/{page}.ipynb",
        f"https://colab.research.google.com/github/{name}/blob/main/{page}.ipynb",
    ]
    assert (site / f"_sources/{page}.ipynb").is_file(), "the notebook downloads"


def test_only_notebooks_open_elsewhere(site: Path) -> None:
    assert not around(site, "book/reference/notation").select(".dropdown-launch-buttons")


def test_pages_have_a_preview(site: Path) -> None:
    said = set()
    for page in documents():
        tree = around(site, page)
        meta = {m.get("property"): m.get("content") for m in tree.select("meta[property]")}
        assert meta["og:url"] == f"{WHERE.site}{page}.html"
        assert tree.select("link[rel=canonical]")[0].get("href") == meta["og:url"]
        said.add(meta["og:description"])
        picture = site / meta["og:image"].removeprefix(WHERE.site)
    assert len(said) == len(documents()), "two pages describe themselves in the same words"
    assert picture.stat().st_size < HEAVIEST_PREVIEW
    with Image.open(picture) as drawn:
        assert drawn.size == (1200, 630)


def test_front_page_leads_to_every_page(site: Path) -> None:
    links = {
        link["href"] for link in read(site, "book/index").select(".bd-sidebar-primary a[href]")
    }
    assert links >= {os.path.relpath(f"{page}.html", "book") for page in documents()[1:]}


def test_status_page_says_what_built_it(site: Path) -> None:
    status = read(site, "book/reference/status")
    text = status.select(".build-facts")[0].get_text()
    assert re.search(r"Pages built\s*\d+ \w+ 20\d\d", text)
    assert "numpy 2" in text
    links = [a["href"] for a in status.select("#execution-times tbody a")]
    assert len(links) == len(notebooks())
    assert all((site / "book/reference" / link).is_file() for link in links)
    marks = status.select(".proof-marks tbody tr")
    marked = sum(bool(mark) for path in notebooks() for _, mark in statements(path))
    assert sum(int(cell.get_text()) for cell in marks[-1].select("td")[1:]) == marked > 30


def test_changelog_and_citation_are_of_the_same_version(site: Path) -> None:
    version = str(yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))["version"])
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text("utf8")
    released = [h.get_text() for h in read(site, "book/reference/changelog").select("article h2")]
    assert released[0].startswith("Unreleased")
    assert released[1].startswith(version)
    assert f"Version {version}" in read(site, "book/reference/cite").select("pre")[0].get_text()


def test_every_source_has_a_link(site: Path) -> None:
    entries = parse_file(str(ROOT / "book/references.bib")).entries
    unlinked = {key for key, entry in entries.items() if not {"doi", "url"} & set(entry.fields)}
    assert unlinked == UNLINKED
    shown = {a.get("href") for a in read(site, "book/reference/bibliography").select("a")}
    dois = [entry.fields["doi"] for entry in entries.values() if "doi" in entry.fields]
    assert all(f"https://doi.org/{doi}" in shown for doi in dois)


def test_a_fork_links_to_itself() -> None:
    fork = {"GITHUB_REPOSITORY": "someone/book", "PAGES_BASE_URL": "https://someone.github.io/book"}
    assert published(fork) == Address(
        "https://github.com/someone/book", "https://someone.github.io/book/"
    )
    assert published({}) == declared()


def test_addresses_stand_in_one_place() -> None:
    words = [address.rstrip("/") for address in (declared().repository, declared().site)]
    suffixes = {".py", ".md", ".yml", ".yaml", ".html", ".js", ".css", ".cff", ".txt"}
    built = ("_build", ".venv", "node_modules")
    tops = [top for top in ROOT.iterdir() if top.name not in built]
    files = [p for top in tops for p in (top.rglob("*") if top.is_dir() else [top])]
    kept = [p for p in files if p.suffix in suffixes and p.is_file()]
    naming = [p for p in kept if any(word in p.read_text("utf8") for word in words)]
    assert naming == []


def test_binder_has_the_pins_of_the_book() -> None:
    def pins(path: Path) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[\w.]+", path.read_text(), re.MULTILINE))

    binder = pins(ROOT / "binder/requirements.txt")
    assert binder
    assert binder <= pins(ROOT / "requirements.txt")


@pytest.mark.parametrize("name", ["book/_static/book.css", "modelcollapse/explorer/row.js"])
def test_pages_are_written_anew_when_what_they_all_show_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(freshness, "ROOT", tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("one")
    before = freshness.made_of(freshness.PAGES_MARK)
    assert freshness.made_of(freshness.PAGES_MARK) == before
    path.write_text("two")
    assert freshness.made_of(freshness.PAGES_MARK) != before
