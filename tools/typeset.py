"""The formulas of each page, set by MathJax when the book is built: a page asks for the markup.

`formulas.js` puts it in. Where no browser could be started here, and for a formula that a script
does not hold, MathJax sets what comes near in the reader's browser: slower, and it looks the same.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tools import SITE, documents
from tools.browser import INSTALL, launch

FOLDER = SITE / "_static/formulas"
MATHJAX = SITE / "_static/mathjax/mathjax.js"
FORMULA = re.compile(
    r'class="(?:[^"]* )?math[ "][^>]*>\s*(?:<span class="eqno">.*?</span>)?'
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
RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
LETTER = re.compile(r"\.(mjx-c[0-9A-F]+)")
USED = re.compile(r'class="(mjx-c[0-9A-F]+)')


def formulas(name: str) -> list[str]:
    """The different formulas of a page, as their TeX stands in it."""
    text = (SITE / f"{name}.html").read_text("utf8")
    return list(dict.fromkeys(unescape(tex) for tex in FORMULA.findall(text)))


def digest(found: list[str]) -> str:
    """A hash of what a page's script depends on."""
    sources = MATHJAX.read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(sources + json.dumps(found).encode()).hexdigest()


@contextmanager
def mathjax() -> Iterator[Page]:
    """A page in which MathJax, as the site has it, waits for work."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        page.goto(MATHJAX.as_uri())
        page.evaluate("window.MathJax = { startup: { typeset: false } }")
        page.add_script_tag(url=MATHJAX.as_uri())
        page.evaluate(START)
        yield page


def style(whole: str, markup: str) -> str:
    """The rules of MathJax's style sheet without those of letters that are not used."""
    used = set(USED.findall(markup))
    rules = (found for found in RULE.finditer(whole) if used.issuperset(LETTER.findall(found[1])))
    return re.sub(r"\s+", " ", "".join(rule[0] for rule in rules))


def make() -> None:
    """Write the scripts of the pages whose formulas have changed."""
    stale = {}
    for name in documents():
        found, script = formulas(name), FOLDER / f"{name}.js"
        mark = f"// {digest(found)}\n"
        if not found:
            script.unlink(missing_ok=True)
        elif not (script.exists() and script.read_text("utf8").startswith(mark)):
            stale[script] = mark, found
    if not stale:
        return
    try:
        with mathjax() as page:
            whole = page.evaluate(STYLE)
            for script, (mark, found) in stale.items():
                markup = dict(zip(found, page.evaluate(SET, found), strict=True))
                rules = style(whole, "".join(markup.values()))
                content = f"{json.dumps(rules)}, {json.dumps(markup, ensure_ascii=False)}"
                script.parent.mkdir(parents=True, exist_ok=True)
                script.write_text(f"{mark}formulas.know({content});\n", "utf8")
    except Error:
        print(f"Formulas are left to the reader's browser: no Chromium or Chrome could be started; install one: {INSTALL}")
