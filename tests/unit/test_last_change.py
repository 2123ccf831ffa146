"""Pages say when git saw them change last; where git does not know, they say nothing at all."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools import ROOT

OPTIONS = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))["sphinx"]["config"]
NAMES = [name for name in OPTIONS if name.startswith("git_")]
NAMES += ["html_last_updated_fmt", "suppress_warnings"]
PERSON = {
    f"GIT_{role}_{what}": "x@y.z" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
DAY = {"GIT_AUTHOR_DATE": "2024-02-03T12:00:00Z", "GIT_COMMITTER_DATE": "2024-02-03T12:00:00Z"}


def git(folder: Path, *words: str, **more: str) -> None:
    """Have git do something as a person of our own, on a day of our own."""
    env = {**os.environ, **PERSON, **DAY, **more}
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)


def built(folder: Path, **env: str) -> str:
    """The page of a book of one page, built with our options; a warning is an error."""
    words = [sys.executable, "-m", "sphinx", "-qW", "-b", "html", ".", "built"]
    env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent), **env}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "built/index.html").read_text("utf8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in a folder that is no repository yet."""
    folder = tmp_path / "book"
    folder.mkdir()
    lines = [f"{name} = {OPTIONS[name]!r}" for name in NAMES]
    lines += ['extensions = ["sphinx_last_updated_by_git"]', 'html_theme = "basic"']
    (folder / "conf.py").write_text("\n".join(lines), "utf8")
    (folder / "index.rst").write_text("Title\n=====\n\nText.\n", "utf8")
    return folder


def committed(book: Path) -> Path:
    """The same as a repository."""
    git(book, "init", "-q")
    git(book, "add", ".")
    git(book, "commit", "-qm", "x")
    return book


def said(page: str) -> list[str]:
    """The day that stands in a page."""
    return re.findall(r"Last updated on (.*?)\.", page)


def test_page_says_when_it_was_changed_last(book: Path) -> None:
    assert said(built(committed(book))) == ["03 February 2024"]


def test_without_a_repository_it_says_nothing(book: Path) -> None:
    assert said(built(book)) == []


def test_without_git_it_says_nothing(book: Path, tmp_path: Path) -> None:
    assert said(built(committed(book), PATH=str(tmp_path))) == []


def test_in_a_shallow_copy_it_says_nothing(book: Path, tmp_path: Path) -> None:
    (committed(book) / "other").write_text("x", "utf8")
    git(book, "add", ".")
    git(book, "commit", "-qm", "y")
    git(tmp_path, "clone", "-q", "--depth=1", book.as_uri(), "copy")
    assert said(built(tmp_path / "copy")) == []
