// The formulas of a page. MathJax sets them as they come near, in turns of a few milliseconds:
// between two of them the page answers. Where no battery pays for it the rest follows at once. Until
// a formula stands, its TeX keeps the place (book.css).
window.formulas = (() => {
  const TURN = 8;
  const NEAR = "1000px 0px";
  const MATHJAX = new URL("mathjax/mathjax.js", document.currentScript.src);
  const waiting = new Set(document.querySelectorAll(".math"));
  const near = new Set();
  const sizes = {};
  let all = matchMedia("(pointer: fine)").matches;
  let working = null;

  const breathe = () => new Promise((go) => setTimeout(go));

  async function load() {
    window.MathJax = Object.assign({ startup: { typeset: false } }, window.MathJax);
    await new Promise((go, fail) => {
      const script = document.createElement("script");
      document.head.append(Object.assign(script, { src: MATHJAX, onload: go, onerror: fail }));
    }).catch(() => {
      for (const box of waiting) box.classList.add("set"); // its TeX can be read
      throw new Error(`no formulas: ${MATHJAX} did not load`);
    });
    for (const part of MathJax.parts) {
      part();
      await breathe();
    }
    await MathJax.startup.promise;
    MathJax.startup.document.addStyleSheet();
  }

  // To measure costs a layout, and a letter measures the same wherever the font is the same.
  function measured(box, display) {
    const { fontFamily, fontSize } = getComputedStyle(box.parentElement);
    const key = `${fontFamily} ${fontSize} ${display}`;
    if (!sizes[key]) {
      const probe = document.body.appendChild(document.createElement("div"));
      Object.assign(probe.style, { fontFamily, fontSize });
      sizes[key] = MathJax.getMetricsFor(probe, display);
      probe.remove();
    }
    return sizes[key];
  }

  function set(box) {
    if (!waiting.delete(box)) return;
    near.delete(box);
    observer.unobserve(box);
    box.classList.add("set");
    const tex = [...box.childNodes].find((node) => /^\s*\\[([]/.test(node.data)); // not its number
    const [, bracket, source] = tex.data.match(/^\s*\\([([])(.*)\\[)\]]\s*$/s);
    const display = bracket === "[";
    tex.replaceWith(MathJax.tex2chtml(source, { display, ...measured(box, display) }));
    const after = box.nextSibling;
    const mark = after?.data?.match(/^[.,;:!?)]+/)?.[0]; // stays on the formula's line
    if (display || !mark) return;
    box.append(mark);
    after.data = after.data.slice(mark.length);
  }

  async function work() {
    if (!window.MathJax?.tex2chtml) await load();
    let start = performance.now();
    for (let box; ([box] = near.size || !all ? near : waiting), box; set(box)) {
      if (performance.now() - start < TURN) continue;
      await breathe();
      start = performance.now();
    }
    working = null;
  }

  const observer = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) near[isIntersecting ? "add" : "delete"](target);
      if (near.size || all) working ??= work();
    },
    { rootMargin: NEAR },
  );

  return {
    begin: () => waiting.forEach((box) => observer.observe(box)),
    // A promise, kept when all formulas stand.
    settle() {
      all = true;
      return (working ??= work());
    },
    // All at once, for paper.
    finish: () => window.MathJax?.tex2chtml && waiting.forEach(set),
  };
})();
