// The page of search shows an excerpt of each page that it finds. Here it is text that reads: a
// formula is left out unless it is a letter or two, and the word that was found stands in it, be it
// written with a hyphen or without (search_words.py).
{
  const AROUND = 120; // letters before and after
  const LEFT_OUT = ".headerlink, .onlyprint, script, style, summary, annotation";

  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const node of page.querySelectorAll(LEFT_OUT)) node.remove();
    for (const formula of page.querySelectorAll(".math")) {
      const text = formula.textContent.trim();
      formula.replaceWith(/^[\p{Letter}\p{Number}]{1,2}$/u.test(text) ? text : "…");
    }
    const main = page.querySelector("[role=main]");
    const part = (anchor && main?.querySelector(anchor)) || main;
    return part ? part.textContent.replace(/\s+/g, " ").trim() : "";
  };

  Search.makeSearchSummary = (html, words, anchor) => {
    const text = Search.htmlToText(html, anchor);
    if (!text) return null;
    const spelt = [...words].map((word) => `${[...word].join("[-‐‑–]?")}\\p{Letter}*`).join("|");
    const found = spelt ? text.match(new RegExp(spelt, "iu")) : null;
    const [start, length] = found ? [found.index, found[0].length] : [0, 0];
    const first = start > AROUND ? text.indexOf(" ", start - AROUND) + 1 : 0;
    const last = start + length + AROUND;
    const mark = Object.assign(document.createElement("span"), { className: "highlighted" });
    mark.textContent = text.slice(start, start + length);
    const summary = Object.assign(document.createElement("p"), { className: "context" });
    const before = (first ? "…" : "") + text.slice(first, start);
    summary.append(before, ...(length ? [mark] : []), text.slice(start + length, last), last < text.length ? "…" : "");
    return summary;
  };
}
