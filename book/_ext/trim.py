"""The theme's style sheet without the rules that no page can use: a fifth of its bytes is left."""

import re
from collections.abc import Iterator
from pathlib import Path

import pydata_sphinx_theme
import tinycss2
from sphinx.application import Sphinx

SHEET = "styles/pydata-sphinx-theme.css"
STATIC = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
STOCK = STATIC / SHEET
WORD = re.compile(r"[\w-]+")
# names every icon, and is on no page; numbers
UNUSED = {"fontawesome.js", "explorers"}


def words(paths: list[Path]) -> set[str]:
    """Whatever may be the name of a class or an id."""
    return {word for path in paths for word in WORD.findall(path.read_text("utf8"))}


class Names:
    """The names in use: pages and scripts say them, or scripts put them together."""

    def __init__(self, site: Path) -> None:
        scripts = [
            path
            for path in (site / "_static").rglob("*.js")
            if not UNUSED.intersection(path.relative_to(site).parts)
        ]
        said = words(scripts)
        self.known = said | words([*site.glob("*.html"), *site.glob("book/**/*.html")])
        self.beginnings = ("bs-", *(f"{word}-" for word in said if "-" in word.strip("-")))

    def __contains__(self, name: str) -> bool:
        return name in self.known or name.startswith(self.beginnings)


def named(selector: list) -> Iterator[str]:
    """The classes and ids that an element must have: not what stands in `:not()` or `:is()`."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" or (token.type == "ident" and before is not None and before == "."):
            yield token.value


def living(rules: list, names: Names) -> Iterator[str]:
    """The rules with a selector that some element may match, as they were written."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors: list[list] = [[]]
            for token in rule.prelude:
                if token == ",":
                    selectors.append([])
                else:
                    selectors[-1].append(token)
            kept = [each for each in selectors if all(name in names for name in named(each))]
            if kept:
                heads = ",".join(tinycss2.serialize(each).strip() for each in kept)
                yield f"{heads}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := "".join(living(inner, names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}"
        else:
            yield rule.serialize()


def trim(app: Sphinx, error: Exception | None) -> None:
    """Write the sheet anew, from the theme's own, when all pages are there."""
    if error is None and app.builder.format == "html":
        site = Path(app.outdir)
        sheet = STOCK.read_text("utf8")
        rules = tinycss2.parse_stylesheet(sheet, skip_whitespace=True)
        (site / "_static" / SHEET).write_text("".join(living(rules, Names(site))), "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step, after the icons have been chosen."""
    app.connect("build-finished", trim, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
