// The settings of MathJax, before its parts (see formulas.py). It sets the formulas in turns of some
// milliseconds, those in sight first, and lets the page answer in between. MathJax.startup.promise
// is kept when all formulas stand: printing, slides and settle.js wait for it.
window.MathJax = Object.assign({ tex: {} }, window.MathJax);
MathJax.tex.packages = { "[+]": ["ams", "newcommand", "noundefined"] };
MathJax.chtml = Object.assign({ adaptiveCSS: false }, MathJax.chtml);  // all letters at once
MathJax.loader = { load: [] };  // all parts follow in this file
MathJax.startup = {
  async pageReady() {
    const TURN = 40;
    let start = performance.now();
    async function inTurns(formulas, work) {
      for (const formula of formulas) {
        work(formula);
        if (performance.now() - start < TURN) continue;
        await new Promise((go) => setTimeout(go));
        start = performance.now();
      }
    }
    const inSight = ({ start: { node } }) => {
      const { top, bottom } = node.parentElement.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const page = MathJax.startup.document;
    page.addStyleSheet();
    page.findMath();
    const [first, later] = [[], []];
    for (const formula of page.math) {
      const part = inSight(formula) ? first : later;
      let place = part.length;  // of several in one text the last is set first: they are cut off it
      while (part[place - 1]?.start.node === formula.start.node) place -= 1;
      part.splice(place, 0, formula);
    }
    for (const part of [first, later]) {
      await inTurns(part, (formula) => formula.compile(page));
      page.getMetrics();
      for (const formula of part === first ? later : []) formula.state(0);  // not compiled yet
      await inTurns(part, (formula) => formula.render(page));
    }
  },
};
