// What style alone cannot do on paper: light colours, open answers and solutions (the theme opens
// those of exercises), and drawings and formulas that shrink to the width of the sheet. All is put
// back when the page has been printed.
const root = document.documentElement;
let back = [];

function put(node, name, value) {
  const old = node.getAttribute(name);
  back.push(() => (old === null ? node.removeAttribute(name) : node.setAttribute(name, old)));
  node.setAttribute(name, value);
}

addEventListener("beforeprint", () => {
  put(root, "data-theme", "light");
  for (const each of document.querySelectorAll(":is(.tag_hide-cell, .predict) > details")) put(each, "open", "");
  // each drawing nearly as large as on the screen, where the sheet is wide enough
  const drawings = [...document.querySelectorAll(".mc .mc-draw")];
  const sizes = drawings.map((drawing) => [drawing.clientWidth, drawing.clientHeight]);
  drawings.forEach((drawing, i) => {
    const [width, height] = sizes[i];
    if (drawing.localName === "svg") put(drawing, "viewBox", `0 0 ${width} ${height}`);
    put(drawing.parentElement, "style", `flex: 0 1 ${0.8 * width}px`);
  });
  for (const box of document.querySelectorAll("div.math")) {
    const room = box.clientWidth / box.scrollWidth;
    if (room < 1) put(box, "style", `font-size: ${(100 * room).toFixed(1)}%`);
  }
});

addEventListener("afterprint", () => {
  for (const undo of back.reverse()) undo();
  back = [];
});
