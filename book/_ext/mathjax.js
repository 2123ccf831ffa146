// The settings of MathJax, before its parts (see formulas.py).
window.MathJax = Object.assign({ tex: {} }, window.MathJax);
MathJax.tex.packages = { "[+]": ["ams", "newcommand", "noundefined"] };
MathJax.chtml = Object.assign({ adaptiveCSS: false }, MathJax.chtml);  // all letters at once
MathJax.loader = { load: [] };  // all parts follow in this file
