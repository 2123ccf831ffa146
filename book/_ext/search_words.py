"""Search in English that knows words with and without their hyphen: half-life, halflife, half life.

The index holds the parts of such a word, as Sphinx makes them, and the whole of it. A query with a
hyphen looks for the whole where the index has it, and for the parts where it has not.
"""

import re

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

COMPOUND = re.compile(r"[^\W\d_]{2,}(?:[-\u2010\u2011\u2013][^\W\d_]{2,})+")
HYPHEN = re.compile(r"[-\u2010\u2011\u2013]")
SPLITTER = r"""
function splitQuery(query) {
  const words = query.split(/[^\p{L}\p{N}_\p{Emoji_Presentation}\u002d\u2010\u2011\u2013]+/u);
  return words.flatMap((word) => {
    const parts = word.split(/[\u002d\u2010\u2011\u2013]/).filter(Boolean);
    const whole = parts.join("");
    const known = Object.hasOwn(Search._index.terms, new Stemmer().stemWord(whole.toLowerCase()));
    return known ? [whole] : parts;
  });
}
"""


class Search(SearchEnglish):
    """Sphinx's search in English, with the words that have a hyphen as one word too."""

    js_splitter_code = SPLITTER

    def split(self, input: str) -> list[str]:
        """The words of a text, and those with a hyphen as one."""
        whole = (HYPHEN.sub("", word) for word in COMPOUND.findall(input))
        return [*super().split(input), *whole]


def setup(app: Sphinx) -> dict[str, bool]:
    """Put it in the place of Sphinx's own."""
    app.add_search_language(Search)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
