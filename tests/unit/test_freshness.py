"""When nothing has changed the site is not built again, and after any change it is."""

from pathlib import Path

import pytest

from tools import freshness


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a chapter, a module and a site that was built from them."""
    monkeypatch.setattr(freshness, "ROOT", tmp_path)
    monkeypatch.setattr(freshness, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(freshness, "SITE", tmp_path / "_build/html")
    mark = tmp_path / "_build/.site"
    monkeypatch.setattr(freshness, "SITE_MARK", mark)
    monkeypatch.setattr(freshness, "MADE_OF", {mark: freshness.EVERYTHING})
    monkeypatch.setattr(freshness, "documents", lambda: ["book/index"])
    sources = "book/index.ipynb", "modelcollapse/loop.py", "_toc.yml"
    for name in (*sources, "_build/html/book/index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    freshness.put(mark)
    return tmp_path


def test_what_was_built_is_not_built_again(built: Path) -> None:
    assert freshness.whole()
    (built / "modelcollapse/loop.pyc").write_text("Python writes these when it likes")
    assert freshness.whole()


@pytest.mark.parametrize("name", ["book/index.ipynb", "modelcollapse/loop.py", "_toc.yml"])
def test_any_source_that_changes_is_seen(built: Path, name: str) -> None:
    (built / name).write_text("two")
    assert not freshness.whole()


@pytest.mark.parametrize("name", ["book/reference/new.md", "_build/html/model-collapse.pdf"])
def test_what_is_new_is_seen(built: Path, name: str) -> None:
    (built / name).parent.mkdir(parents=True, exist_ok=True)
    (built / name).write_text("new")
    assert not freshness.whole()


def test_a_page_that_is_gone_is_built_again(built: Path) -> None:
    (built / "_build/html/book/index.html").unlink()
    assert not freshness.whole()


def test_a_new_commit_is_seen(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "git", lambda *_: "another commit")
    assert not freshness.whole()
