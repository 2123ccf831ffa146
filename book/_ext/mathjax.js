// The settings of MathJax. Its parts follow, each in a function: a page runs them one by one, so that
// it answers in between (formulas.js), a deck of slides all at once.
window.MathJax = Object.assign({ tex: {} }, window.MathJax);
MathJax.tex.packages = { "[+]": ["ams", "newcommand", "noundefined"] };
MathJax.chtml = Object.assign({ adaptiveCSS: false }, MathJax.chtml);  // all letters at once
MathJax.loader = { load: [] };  // all parts are here
