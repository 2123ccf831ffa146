// While formulas are set, sections change their heights. Once all stand, and their heights are
// known, the sections out of sight may rest: see book.css.
addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  const rest = () => document.documentElement.toggleAttribute("data-settled", true);
  requestAnimationFrame(() => requestAnimationFrame(rest));
});
