// The settings of MathJax, before its parts (see formulas.py). It sets the formulas in turns of some
// milliseconds, those in sight first, and lets the page answer in between. MathJax.startup.promise
// is kept when all formulas stand: printing, slides and settle.js wait for it.
window.MathJax = Object.assign({ tex: {} }, window.MathJax);
MathJax.tex.packages = { "[+]": ["ams", "newcommand", "noundefined"] };
MathJax.loader = { load: [] };  // all parts follow in this file
MathJax.startup = {
  async pageReady() {
    const TURN = 40;
    let start = performance.now();
    async function inTurns(formulas, work) {
      for (const formula of formulas) {
        work(formula);
        if (performance.now() - start < TURN) continue;
        page.addStyleSheet();  // for the letters that are new
        await new Promise((go) => setTimeout(go));
        start = performance.now();
      }
      page.addStyleSheet();
    }
    const inSight = ({ start: { node } }) => {
      const { top, bottom } = node.parentElement.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const page = MathJax.startup.document;
    page.findMath();
    const [first, later] = [[], []];
    for (const formula of page.math) (inSight(formula) ? first : later).push(formula);
    for (const part of [first, later]) {
      await inTurns(part, (formula) => formula.compile(page));
      page.getMetrics();
      for (const formula of part === first ? later : []) formula.state(0);  // not compiled yet
      await inTurns(part, (formula) => formula.render(page));
    }
  },
};
