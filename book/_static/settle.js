// A chapter has tens of thousands of elements, most of them formulas. While a reader uses an
// explorer, and once all formulas stand so that heights are known, sections out of sight rest:
// see book.css. At other times all is laid out, for searching, printing and saving the page.
addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  const rest = ({ target }) =>
    document.documentElement.toggleAttribute("data-exploring", Boolean(target.closest(".mc")));
  for (const kind of ["focusin", "pointerdown"]) addEventListener(kind, rest);
});
