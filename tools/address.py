"""Where the book lies on the web, and how it is cited: pyproject.toml and CITATION.cff, once."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import yaml

from tools import ROOT

BRANCH, CITATION = "main", ROOT / "CITATION.cff"


@dataclass(frozen=True)
class Address:
    """repository: without a slash at its end. site: with one."""

    repository: str
    site: str

    def source(self, file: str) -> str:
        """The page of a file of the repository, for instance `book/index.ipynb`."""
        return f"{self.repository}/blob/{BRANCH}/{quote(file)}"

    def report(self, title: str, page: str) -> str:
        """A form for a new issue with the page filled in, for instance `book/index.html`."""
        body = f"Page: {self.site}{page}\n\nWhat is wrong, and what should stand there?\n"
        asked = {"title": f"Error on the page “{title}”", "body": body}
        return f"{self.repository}/issues/new?{urlencode(asked, quote_via=quote)}"


def declared() -> Address:
    """What pyproject.toml says."""
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["urls"]
    return Address(urls["Repository"].rstrip("/"), urls["Documentation"].rstrip("/") + "/")


def published(environment: Mapping[str, str] = os.environ) -> Address:
    """The same, but in GitHub Actions the repository that is built, so that a fork names itself."""
    found, copy = declared(), environment.get("GITHUB_REPOSITORY")
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    repository = f"{server}/{copy}" if copy else found.repository
    site = environment.get("PAGES_BASE_URL") or found.site
    return Address(repository, site.rstrip("/") + "/")


def citation() -> dict[str, Any]:
    """What CITATION.cff says, `names`, the authors' names as they are written, and the `year`."""
    found = yaml.safe_load(CITATION.read_text("utf8"))
    names = [
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in found["authors"]
    ]
    return found | {"names": names, "year": found["date-released"].year}
