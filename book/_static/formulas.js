// The formulas of a page. Their markup was made when the book was built (tools/typeset.py); it is put
// in as formulas come near, in turns of a few milliseconds: between two of them the page answers.
// The rest follows at once, on phones later (settle.js). Until a formula stands, its TeX keeps the
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
  let mathjax = null;
  let working = null;

  const breathe = () => new Promise((go) => setTimeout(go));

  // Not a formula's number, which stands in the same box.
  const node = (box) => [...box.childNodes].find(({ data }) => /^\s*\\[([]/.test(data));
  const source = (box) => node(box).data.trim();

  async function load(src) {
    await new Promise((onload, fail) => {
      const onerror = () => fail(new Error(`${src} did not load`));
      document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
    });
  }

  // Called by a script of the page's formulas. They lie in a few, in their order: none takes long.
  let scripts = 0;
  let more = true;
  function know(markup, style, further) {
    for (const [tex, html] of Object.entries(markup)) known.set(tex, html);
    if (style) document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    more = further;
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

  const ready = (tex) => known.has(tex) || Boolean(window.MathJax?.tex2chtml);
  async function fetchUntil(tex) {
    while (more && !known.has(tex)) {
      more = false;
      const script = `formulas/${DOCUMENTATION_OPTIONS.pagename}.${scripts++}.js`;
      await load(new URL(script, STATIC)).catch(() => {});
    }
    if (!known.has(tex)) await (mathjax ??= startMathJax().catch(console.error));
  }
  let last = Promise.resolve();
  const learn = (tex) => (last = last.then(() => fetchUntil(tex)));

  function element(tex) {
    if (!known.has(tex)) return MathJax.tex2chtml(tex.slice(2, -2), { display: tex[1] === "[" });
    const template = document.createElement("template");
    template.innerHTML = known.get(tex);
    return template.content;
  }

  function set(box) {
    if (!waiting.delete(box)) return;
    near.delete(box);
    observer.unobserve(box);
    box.classList.add("set");
    const tex = source(box);
    if (!ready(tex)) return; // TeX can be read
    node(box).replaceWith(element(tex));
    const after = box.nextSibling;
    const mark = after?.data?.match(/^[.,;:!?)]+/)?.[0]; // stays on the formula's line
    if (tex[1] === "[" || !mark) return;
    box.append(mark);
    after.data = after.data.slice(mark.length);
  }

  async function work() {
    let start = performance.now();
    for (let box; ([box] = near.size || !all ? near : waiting), box; set(box)) {
      if (ready(source(box)) && performance.now() - start < TURN) continue;
      await learn(source(box));
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
    // All that is known, at once: for paper.
    finish: () => [...waiting].filter((box) => ready(source(box))).forEach(set),
  };
})();
