"""A page's Markdown says what the page says: TeX, numbers filled in, code with its prints."""

import re
from pathlib import Path

from copies.markdown import markdown
from tools import chapters

RAW = re.compile(r"<math|</\w+>|\{(?:eq|doc|ref|numref|term|cite|glue:text|prf:ref)\}`")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
PIPE = re.compile(r"(?<!\\)\|")


def text(site: Path, name: str) -> str:
    """The Markdown of a page."""
    return markdown((site / f"book/theory/{name}.html").read_text("utf8"))


def test_chapter_reads_as_on_its_page(site: Path) -> None:
    found = text(site, "mixing")
    number = 1 + chapters().index("book/theory/mixing")
    assert found.startswith(f"# {number}. Mixing in the past\n")
    assert RAW.search(FENCED.sub("", found)) is None
    equation = rf"\$\$[^$]*\\lambda[^$]*\$\$ *\({number}\.2\)"
    assert re.search(equation, found), "an equation with its number"
    assert f"Read [({number}.2)](#equation-eq-mix-law) in two cases." in found
    assert "[model collapse" not in found  # a term is called as the sentence calls it
    assert "not [collapse](../reference/glossary.html#term-model-collapse)" in found
    assert "```python\nours = pooling.mixing_mean_variance(" in found
    assert "closed form, difference: 0\n" in found
    assert "[Explorer: Variance; Mean. It moves on the page itself.]" in found
    assert re.search(rf"^\*\*Exercise {number}\.1 ", found, re.MULTILINE)


def test_table_with_formulas_keeps_its_columns(site: Path) -> None:
    blocks = [block.strip().split("\n") for block in text(site, "fates").split("\n\n")]
    tables = [rows for rows in blocks if len(rows) > 1 and rows[0].startswith("|")]
    assert any("$" in row for rows in tables for row in rows)
    for rows in tables:
        assert len({len(PIPE.findall(row)) for row in rows}) == 1, rows
