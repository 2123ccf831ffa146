// What a reader sees of a page, asked in the page. Faults are told in words.
(() => {
  const say = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 60);

  // What is folded away is opened, at once.
  function unfold() {
    if (!document.querySelector("#unfolded")) {
      const still = Object.assign(document.createElement("style"), { id: "unfolded" });
      still.textContent = "* { transition: none !important }";
      document.head.append(still);
    }
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    for (const fold of document.querySelectorAll(".toggle-hidden")) fold.classList.remove("toggle-hidden");
  }

  const alpha = (color) => parseFloat(color.match(/(?:^rgba\(.*,|\/)\s*([\d.]+%?)\)$/)?.[1] ?? (color === "transparent" ? 0 : 1));
  function hidden(element) {
    const { width, height } = element.getBoundingClientRect();
    if (!(width > 0 && height > 0)) return "takes no room";
    const { color, visibility } = getComputedStyle(element);
    if (visibility !== "visible") return "is hidden";
    if (!(alpha(color) > 0)) return "is transparent";
    for (let e = element; e; e = e.parentElement) if (getComputedStyle(e).opacity !== "1") return "is faint";
    return null;
  }

  // Outside of the text, as in a phone's closed list of contents, what is not shown does not count.
  const counts = (box) => box.closest("article") || box.getClientRects().length > 0;
  const boxes = () => [...document.querySelectorAll(".math")].filter(counts);
  const formula = (box) => box.querySelector("mjx-container, .katex") ?? box.querySelector("math");
  const fault = (box) => (formula(box) ? hidden(formula(box)) : "is not set");

  function rawTeX() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let text; (text = texts.nextNode()); ) {
      const code = text.parentElement.closest("pre, code, script, style, textarea, annotation");
      if (!code && /^\s*\\[([]/.test(text.data)) found.push(text.data.trim().slice(0, 60));
    }
    return found;
  }

  function formulas() {
    unfold();
    const all = boxes(), wrong = all.map((box) => [box, fault(box)]).filter(([, words]) => words);
    const faults = wrong.map(([box, words]) => `the formula ${say(box)} ${words}`);
    faults.push(...rawTeX().map((tex) => `TeX that is not set: ${tex}`));
    for (const font of document.fonts) {
      if (font.status === "error") faults.push(`the font ${font.family} did not load`);
    }
    return { all: all.length, set: all.length - wrong.length, faults };
  }

  // Drawn width by height against the file's own; `object-fit` other than `fill` keeps proportions.
  function stretched(image) {
    const { naturalWidth, naturalHeight } = image, style = getComputedStyle(image);
    if (style.objectFit !== "fill" || !naturalWidth || !naturalHeight) return null;
    const around = (...sides) => sides.reduce((sum, side) => sum + parseFloat(style[side]), 0);
    const { width, height } = image.getBoundingClientRect();
    const inner = [
      width - around("paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"),
      height - around("paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"),
    ];
    const ratio = inner[1] / inner[0] / (naturalHeight / naturalWidth);
    return Math.abs(ratio - 1) > 0.01 ? `is ${ratio.toFixed(3)} times as high as its width asks for` : null;
  }

  async function images() {
    unfold();
    const all = [...document.images].filter((image) => image.getClientRects().length > 0);
    const words = await Promise.all(all.map(async (image) => {
      image.loading = "eager";
      const loaded = await image.decode().then(() => true, () => false);
      return loaded ? stretched(image) : "did not load";
    }));
    const name = ({ src }) => (src.startsWith("data:") ? src.slice(0, 40) : src.split("/").at(-1));
    return all.map((image, i) => words[i] && `the image ${name(image)} ${words[i]}`).filter(Boolean);
  }

  // In a window without a frame's clock, as behind another tab, the timer comes first.
  const drawn = () => new Promise((go) => {
    setTimeout(go, 300);
    requestAnimationFrame(() => setTimeout(go));
  });
  const CONTROL = ":is(input, select, button):not([inert] *)";
  const hosts = () => [...document.querySelectorAll(".mc-host")];
  const live = (host) => host.querySelector(`.mc ${CONTROL}`) !== null;
  const sliders = (i) => hosts()[i].querySelectorAll("input[type=range]");

  async function arrive(i) {
    hosts()[i].scrollIntoView({ block: "center", behavior: "instant" });
    await drawn();
    return live(hosts()[i]);
  }

  function focus(i, j) {
    const slider = sliders(i)[j];
    slider.focus();
    slider.scrollIntoView({ block: "nearest", behavior: "instant" });
    return document.activeElement === slider;
  }

  const sum = (text) => [...text].reduce((old, letter) => (Math.imul(old, 31) + letter.codePointAt(0)) | 0, 0);
  async function said(i, j) {
    await drawn();
    const slider = sliders(i)[j], texts = hosts()[i].querySelectorAll(".mc-read dd");
    return {
      words: [slider.value, slider.getAttribute("aria-valuetext"), ...[...texts].map((e) => e.textContent)],
      drawing: sum(hosts()[i].querySelector(".mc-panels").innerHTML),
    };
  }

  return {
    formulas, images, arrive, focus, said,
    explorers: () => ({ all: hosts().length, live: hosts().filter(live).length }),
    sliders: (i) => sliders(i).length,
    width: () => document.documentElement.scrollWidth,
  };
})()
