"""Each page as Markdown beside it, for programs that read, and `llms.txt`, which lists the pages.

Names and list are those of llmstxt.org. The text is what a page shows: roles and glued numbers are
filled in, what is numbered has its number, and code has what it printed. MathML becomes TeX again.
"""

import pickle
import re
import sys
from functools import cache
from html import escape

from bs4 import BeautifulSoup, SoupStrainer, Tag
from docutils import nodes
from markdownify import MarkdownConverter

from tools import BUILD, ROOT, SITE, documents, parts
from tools.address import citation, published

ENDING = ".html.md"
MATH = re.compile(r"<math.*?</math>", re.DOTALL)
BETWEEN = '</span><wbr><span class="math">'  # a long formula in a line may end there
FORMULA = re.compile(rf"{MATH.pattern}(?:(?:{BETWEEN})?{MATH.pattern})*", re.DOTALL)
UNREAD = ".headerlink, script, style, button, .onlyprint"


def language(code: Tag) -> str:
    """What a block of code is written in."""
    return "python" if code.find_parent(class_=re.compile("highlight-i?python")) else ""


CONVERTER = MarkdownConverter(
    heading_style="ATX",
    bullets="-",
    escape_asterisks=False,  # they are TeX's
    escape_underscores=False,
    escape_misc=False,
    code_language_callback=language,
)


@cache
def formulas() -> dict[str, str]:
    """The TeX of all formulas of the book, between dollars, by their MathML."""
    sys.path.append(str(ROOT / "book/_ext"))  # pages name what stands there
    found = {}
    for path in (BUILD / ".doctrees").rglob("*.doctree"):
        page = pickle.loads(path.read_bytes())
        for node in page.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
            dollars = "$$" if isinstance(node, nodes.math_block) else "$"
            found["".join(node["mathml"])] = f"{dollars}{node.astext().strip()}{dollars}"
    return found


def as_tex(found: re.Match[str]) -> str:
    """A formula of a page, as it was written."""
    return escape(formulas()["".join(MATH.findall(found[0]))])


def markdown(page: str) -> str:
    """The Markdown of a page of the site, as it is sent."""
    body = BeautifulSoup(
        FORMULA.sub(as_tex, page), "html.parser", parse_only=SoupStrainer("article")
    )
    for node in body.select(UNREAD):
        node.decompose()
    for link in body.select("a[title]"):
        del link["title"]  # the whole entry, for each source that is cited
    for words in body.find_all(string=re.compile(r"\|")):
        if words.find_parent(["td", "th"]):  # there it would end the cell
            words.replace_with(words.replace("|", r"\|"))
    for title in body.select(".admonition-title"):
        title.name = "b"
    for explorer in body.select(".mc-host"):
        name = explorer.select(".mc")[0]["aria-label"]
        explorer.string = f"[{name}. It moves on the page itself.]"
    return re.sub(r"\n\s*\n", "\n\n", CONVERTER.convert_soup(body)).strip() + "\n"


def entry(name: str) -> str:
    """A page in the list, with its first paragraph."""
    title, *blocks = (SITE / f"{name}{ENDING}").read_text("utf8").split("\n\n")
    about = next(block for block in blocks if not block.startswith("#"))
    line = f"- [{title.strip('# ')}]({published().site}{name}{ENDING}): {about}"
    return " ".join(line.split())


def make() -> int:
    """Write the Markdown of all pages, and the list; return how many pages there are."""
    for name in documents():
        page = (SITE / f"{name}.html").read_text("utf8")
        (SITE / f"{name}{ENDING}").write_text(markdown(page), "utf8")
    book = citation()
    lines = [f"# {book['title']}", "", f"> {' '.join(book['abstract'].split())}"]
    for part in parts():
        lines += ["", f"## {part['caption'] or 'Front page'}", ""]
        lines += [entry(page["file"]) for page in part["chapters"]]
    (SITE / "llms.txt").write_text("\n".join(lines) + "\n", "utf8")
    return len(documents())
