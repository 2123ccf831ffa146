// A wide window shows slides; a phone, a handout, a browser without scripts have a page to scroll.
const [WIDTH, HEIGHT] = [1280, 720];
const handout = new URLSearchParams(location.search).has("handout");
// (The speaker view shows slides in small frames.)
const wide = !handout && (self !== top || matchMedia("(min-width: 600px)").matches);

if (wide) {
  document.head.prepend(
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: "reveal/reveal.css" }),
  );
}

// Figures and explorers are as large as their slide allows. An explorer that would be too small to
// be read has lower drawings, and fewer texts if that is not enough.
function fit(slide) {
  const content = [...slide.children].filter((node) => !node.matches("aside")).at(-1);
  const room = HEIGHT - parseFloat(getComputedStyle(slide).paddingBottom);
  const over = () => content.offsetTop + content.offsetHeight - room;
  for (const picture of slide.querySelectorAll(".jp-OutputArea img:not(.mc img)")) {
    picture.style.maxHeight = `${picture.offsetHeight - Math.max(over(), 0)}px`;
  }
  for (const explorer of slide.querySelectorAll(".mc")) {
    const fits = (least) => {
      for (let zoom = 1.6; zoom > least; zoom -= 0.05) {
        explorer.style.zoom = zoom;
        if (over() <= 0) return true;
      }
      return false;
    };
    explorer.classList.remove("flat", "few");
    for (const less of ["flat", "few", ""]) {
      if (fits(less ? 0.82 : 0.6)) break;
      if (less) explorer.classList.add(less);
    }
  }
}

// What scrolls in its own box, on a phone, can be reached with the keyboard.
function reach() {
  const boxes = "math[display=block], table, .jp-RenderedLatex, .jp-OutputArea-output";
  for (const box of document.querySelectorAll(`.slides :is(${boxes})`)) {
    if (!wide && box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

// An explorer keeps the keys to itself; Escape gives them back to the slides.
addEventListener(
  "keydown",
  ({ key, target }) => key === "Escape" && target.closest?.(".mc") && target.blur(),
  true,
);

addEventListener("load", async () => {
  reach();
  document.fonts.addEventListener("loadingdone", reach);
  await document.fonts.ready;
  if (!wide) return;
  document.documentElement.classList.add("deck");
  Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
  Reveal.on("pdf-ready", () => Reveal.getSlides().forEach(fit));
  await Reveal.initialize({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    pdfMaxPagesPerSlide: 1,
    plugins: [RevealNotes],
  });
  fit(Reveal.getCurrentSlide());
});
