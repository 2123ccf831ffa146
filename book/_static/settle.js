// What a page does once it can be read: explorers take the place of their pictures, formulas are set,
// what is near first, and boxes in which something wide scrolls can be reached with the keyboard.
// `settle()` gives a promise, kept when all of it is done: for paper, and for tests.
window.settle = (() => {
  const NEAR = "300px 0px";
  const SOON = 3000; // milliseconds until a phone does what is not near
  const BOXES = ":is(pre, div.math, .amsmath, .output, .pst-scrollable-table-container)";
  const breathe = () => new Promise((go) => setTimeout(go));

  function reach({ target }) {
    for (const box of [target, ...target.querySelectorAll("mjx-container[display]")]) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }
  const sizes = new ResizeObserver((changes) => changes.forEach(reach));
  function reachAll() {
    for (const box of document.querySelectorAll(`.bd-article ${BOXES}`)) {
      sizes.unobserve(box);
      sizes.observe(box);
    }
  }

  // A chapter has tens of thousands of elements. While a reader uses an explorer, sections out of
  // sight rest: see book.css. At other times all is laid out, for searching and saving the page.
  function rest({ target }) {
    document.documentElement.toggleAttribute("data-exploring", Boolean(target.closest(".mc")));
  }

  // To lay out a whole chapter takes a phone half a second, in which it would not answer: it does so
  // section by section.
  async function arrive() {
    const arriving = document.documentElement.hasAttribute("data-arriving");
    for (const section of arriving ? document.querySelectorAll(".bd-article section") : []) {
      section.classList.add("arrived");
      section.getBoundingClientRect(); // laid out in this turn
      await breathe();
    }
    document.documentElement.removeAttribute("data-arriving");
  }

  // Scripts that no reader waits for (site_polish.py), in their order: buttons that copy code.
  const add = (mark) =>
    new Promise((go) => {
      const words = { src: mark.src, async: false, onload: go, onerror: go };
      mark.replaceWith(Object.assign(document.createElement("script"), words));
    });
  let added = null;
  const scripts = () =>
    (added ??= Promise.all([...document.querySelectorAll("script[type=later]")].map(add)));

  const hosts = [...document.querySelectorAll(".mc-host")];
  const mountAll = () => Promise.all(hosts.map((host) => window.explorers?.mount(host)));
  const seen = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) if (isIntersecting) window.explorers?.mount(target);
    },
    { rootMargin: NEAR },
  );

  const fine = matchMedia("(pointer: fine)").matches;
  if (fine) mountAll();

  async function later() {
    await arrive();
    await window.formulas?.settle();
    await mountAll();
    await scripts();
  }

  const painted = new Promise((go) => {
    new PerformanceObserver(go).observe({ type: "paint", buffered: true });
  });
  // A phone leaves explorers their pictures until the reader does something, or for a while.
  function wake() {
    for (const host of hosts) seen.observe(host);
  }
  const begun = painted.then(async () => {
    for (const kind of ["scroll", "pointerdown", "keydown"]) addEventListener(kind, wake, { once: true });
    window.formulas?.begin();
    setTimeout(later, SOON);
    await breathe();
    reachAll();
    if (fine) scripts();
    document.fonts.addEventListener("loadingdone", reachAll); // letters have their widths
    for (const kind of ["focusin", "pointerdown"]) addEventListener(kind, rest);
  });
  return async () => {
    await begun;
    await arrive();
    await mountAll();
    await window.formulas?.settle();
    await scripts();
    await new Promise(requestAnimationFrame); // boxes have been measured
  };
})();
