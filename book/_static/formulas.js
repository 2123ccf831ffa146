// The formulas of a page. Their markup was made when the book was built (tools/typeset.py); it is put
// in as formulas come near, in turns of a few milliseconds: between two of them the page answers.
// Where no battery pays for it the rest follows at once. Until a formula stands, its TeX keeps the
// place (book.css). Markup that is missing is made by MathJax here.
window.formulas = (() => {
  const TURN = 8;
  const NEAR = "1000px 0px";
  const STATIC = new URL(".", document.currentScript.src);
  const MATHJAX = new URL("mathjax/mathjax.js", STATIC);
  const waiting = new Set(document.querySelectorAll(".math"));
  const near = new Set();
  const known = new Map(); // from TeX, with its brackets, to markup
  let all = matchMedia("(pointer: fine)").matches;
  let ready = false;
  let working = null;

  const breathe = () => new Promise((go) => setTimeout(go));

  // Not a formula's number, which stands in the same box.
  const source = (box) => [...box.childNodes].find((node) => /^\s*\\[([]/.test(node.data));

  async function load(src) {
    await new Promise((go, fail) => {
      const script = document.createElement("script");
      document.head.append(Object.assign(script, { src, onload: go, onerror: fail }));
    });
  }

  // Called by the script of the page's formulas.
  function know(style, markup) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    for (const [tex, html] of Object.entries(markup)) known.set(tex, html);
  }

  async function startMathJax() {
    window.MathJax = Object.assign({ startup: { typeset: false } }, window.MathJax);
    await load(MATHJAX);
    for (const part of MathJax.parts) {
      part();
      await breathe();
    }
    await MathJax.startup.promise;
    MathJax.startup.document.addStyleSheet();
  }

  async function prepare() {
    await load(new URL(`formulas/${DOCUMENTATION_OPTIONS.pagename}.js`, STATIC)).catch(() => {});
    const missing = [...waiting].filter((box) => !known.has(source(box).data.trim()));
    if (missing.length) {
      await startMathJax().catch(() => {
        console.error(`no formulas: ${MATHJAX} did not load`);
        for (const box of missing) leave(box); // its TeX can be read
      });
    }
    ready = true;
  }
  let prepared = null;

  function element(tex) {
    if (!known.has(tex)) return MathJax.tex2chtml(tex.slice(2, -2), { display: tex[1] === "[" });
    const template = document.createElement("template");
    template.innerHTML = known.get(tex);
    return template.content;
  }

  // Nothing more is to be done for it.
  function leave(box) {
    waiting.delete(box);
    near.delete(box);
    observer.unobserve(box);
    box.classList.add("set");
  }

  function set(box) {
    if (!waiting.has(box)) return;
    leave(box);
    const tex = source(box);
    const inline = tex.data.trim()[1] === "(";
    tex.replaceWith(element(tex.data.trim()));
    const after = box.nextSibling;
    const mark = after?.data?.match(/^[.,;:!?)]+/)?.[0]; // stays on the formula's line
    if (!inline || !mark) return;
    box.append(mark);
    after.data = after.data.slice(mark.length);
  }

  async function work() {
    await (prepared ??= prepare());
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
    know,
    begin: () => waiting.forEach((box) => observer.observe(box)),
    // A promise, kept when all formulas stand.
    settle() {
      all = true;
      return (working ??= work());
    },
    // All at once, for paper.
    finish: () => ready && waiting.forEach(set),
  };
})();
