"""The formulas of each page, set by MathJax when the book is built: a page asks for the markup.

`formulas.js` puts it in. Where no browser could be started here, and for a formula that a script
does not hold, MathJax sets what comes near in the reader's browser: slower, and it looks the same.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import tinycss2
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tools import SITE, documents
from tools.browser import INSTALL, launch

FOLDER = SITE / "_static/formulas"
MATHJAX = SITE / "_static/mathjax/mathjax.js"
PORTION = 60_000  # characters in a script
FORMULA = re.compile(
    r'class="(?:[^"]* )?math[ "][^>]*>\s*(?:<span.*?</span>)?'
    r"\s*(\\\(.*?\\\)|\\\[.*?\\\])\s*</",
    re.DOTALL,
)
START = """async () => {
  for (const part of MathJax.parts) part();
  await MathJax.startup.promise;
}"""
SET = r"""(formulas) => formulas.map((tex) =>
  MathJax.tex2chtml(tex.slice(2, -2), { display: tex[1] === "[" }).outerHTML)"""
STYLE = "() => MathJax.chtmlStylesheet().textContent"
LETTER = re.compile(r"\.(mjx-c[0-9A-F]+)")
USED = re.compile(r'class="(mjx-c[0-9A-F]+)')


def formulas(name: str) -> list[str]:
    """The different formulas of a page, as their TeX stands in it."""
    text = (SITE / f"{name}.html").read_text("utf8")
    return list(dict.fromkeys(unescape(tex) for tex in FORMULA.findall(text)))


def digest(sources: bytes, found: list[str]) -> str:
    """A hash of what a page's script depends on: MathJax, this file, and the formulas."""
    return hashlib.sha256(sources + json.dumps(found).encode()).hexdigest()


def mathjax(browser: Browser) -> Page:
    """A page in which MathJax, as the site has it, waits for work."""
    page = browser.new_page()
    page.goto(MATHJAX.as_uri())
    page.evaluate("window.MathJax = { startup: { typeset: false } }")
    page.add_script_tag(url=MATHJAX.as_uri())
    page.evaluate(START)
    return page


def rules(sheet: str) -> list[tuple[set[str], str]]:
    """The rules of MathJax's style sheet, each with the letters that it is for."""
    found = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    texts = [re.sub(r"\s+", " ", rule.serialize()) for rule in found]
    return [(set(LETTER.findall(text.partition("{")[0])), text) for text in texts]


def style(whole: list[tuple[set[str], str]], markup: str) -> str:
    """The rules without those for letters that are not used."""
    used = set(USED.findall(markup))
    return "".join(text for letters, text in whole if letters <= used)


def raw(value: str | dict[str, str]) -> str:
    """A value for a script: browsers read JSON in a string faster than the script's own words."""
    text = json.dumps(value, ensure_ascii=False).replace("`", r"\u0060").replace("${", r"\u0024{")
    return f"JSON.parse(String.raw`{text}`)"


def portions(markup: dict[str, str]) -> list[dict[str, str]]:
    """The formulas in their order, in portions that a phone reads in one turn."""
    found, size = [{}], 0
    for tex, html in markup.items():
        if size > PORTION:
            found.append({})
            size = 0
        found[-1][tex] = html
        size += len(html)
    return found


def write(name: str, mark: str, sheet: str, markup: dict[str, str]) -> None:
    """Write a page's scripts, the first one last: its mark says that all are there."""
    parts = portions(markup)
    for number, part in reversed([*enumerate(parts)]):
        more = "true" if number + 1 < len(parts) else "false"
        content = f"formulas.know({raw(part)}, {raw('' if number else sheet)}, {more});\n"
        script = FOLDER / f"{name}.{number}.js"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(content if number else mark + content, "utf8")


def stale() -> Iterator[tuple[str, str, list[str]]]:
    """The pages whose formulas have changed: name, mark of the new script, and formulas."""
    sources = hashlib.sha256(MATHJAX.read_bytes() + Path(__file__).read_bytes()).digest()
    for name in documents():
        found, first = formulas(name), FOLDER / f"{name}.0.js"
        mark = f"// {digest(sources, found)}\n"
        if first.exists() and not first.read_text("utf8").startswith(mark):
            first.unlink()
        if found and not first.exists():
            yield name, mark, found


def make() -> None:
    """Write the scripts of the pages whose formulas have changed."""
    pages = [*stale()]
    if not pages:
        return
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error:
            print(
                "Formulas are left to the reader's browser: no Chromium or Chrome could be "
                f"started; install one: {INSTALL}"
            )
            return
        page = mathjax(browser)
        whole = rules(page.evaluate(STYLE))
        for name, mark, found in pages:
            markup = page.evaluate(SET, found)
            sheet = style(whole, "".join(markup))
            write(name, mark, sheet, dict(zip(found, markup, strict=True)))
        browser.close()
