// What scripts add to a page that can be read without them: explorers come alive, those that are near
// first and the others one by one when the page has loaded, and boxes in which something wide scrolls
// can be reached with the keyboard, and are marked.
// `pageReady()` gives a promise, kept when all of it is done: for paper, and for tests.
window.pageReady = (() => {
  const NEAR = "100% 0px"; // a screen above and below
  const BOXES = ":is(pre, div.math, .output, .pst-scrollable-table-container, .wide-picture)";
  const hosts = [...document.querySelectorAll(".mc-host")];
  const mount = (host) => window.explorers?.mount(host);

  const near = new IntersectionObserver(
    (changes) => changes.filter((change) => change.isIntersecting).forEach(({ target }) => mount(target)),
    { rootMargin: NEAR },
  );
  for (const host of hosts) near.observe(host);
  addEventListener("load", async () => {
    for (const host of hosts) {
      await mount(host)?.catch(console.error); // it stays as it was, and the others come
      await new Promise((go) => setTimeout(go)); // between two of them the page answers
    }
  });

  function reach({ target }) {
    const scrolls = target.scrollWidth > target.clientWidth;
    target.toggleAttribute("data-scrolls", scrolls); // book.css shades the edges of some
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
  const sizes = new ResizeObserver((changes) => changes.forEach(reach));
  for (const box of document.querySelectorAll(`.bd-article ${BOXES}`)) sizes.observe(box);

  return async () => {
    await Promise.all(hosts.map(mount));
    await document.fonts.ready;
    await new Promise(requestAnimationFrame); // boxes have been measured
  };
})();
