// The settings of MathJax. Its parts follow, each in a function: a page runs them one by one, so that
// it answers in between (formulas.js), a deck of slides all at once.
window.MathJax = Object.assign({ tex: {} }, window.MathJax);
MathJax.tex.packages = { "[+]": ["ams", "newcommand", "noundefined"] };
MathJax.chtml = Object.assign(MathJax.chtml ?? {}, {
  adaptiveCSS: false,  // all letters at once
  matchFontHeight: false,  // book.css does it, for each font
  fontURL: new URL("output/chtml/fonts/woff-v2", document.currentScript.src).href,
});
MathJax.loader = { load: [], ready() {} };  // all parts are here; the last one begins
