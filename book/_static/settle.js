// Once all formulas stand: boxes in which a wide formula scrolls can be reached with the keyboard.
function reach() {
  const boxes = ":is(div.math, .amsmath, .output, mjx-container[display])";
  for (const box of document.querySelectorAll(`.bd-article ${boxes}`)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

// A chapter has tens of thousands of elements, most of them formulas. While a reader uses an
// explorer, and once all formulas stand so that heights are known, sections out of sight rest:
// see book.css. At other times all is laid out, for searching, printing and saving the page.
function rest({ target }) {
  document.documentElement.toggleAttribute("data-exploring", Boolean(target.closest(".mc")));
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reach();
  addEventListener("resize", reach);
  document.fonts.addEventListener("loadingdone", reach);  // letters have their widths
  for (const kind of ["focusin", "pointerdown"]) addEventListener(kind, rest);
});
