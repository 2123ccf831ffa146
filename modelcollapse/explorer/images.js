import { set } from "./elements.js";
import { frame } from "./stage.js";

const PAPER = 0.07; // of the ink: a picture is seen to end

// Ink is black and covers as much as a pixel says; the style turns it white in the dark.
export function images(parent, panel, view) {
  const one = view.get(panel.quantity), own = frame(parent, panel, "div"), { box } = own;
  const { image: count, row: rows, column: columns } = one.size;
  const canvas = own.layer("canvas", ""), brush = canvas.getContext("2d");
  const gap = Math.max(1, Math.round(columns / 14)), wide = columns + gap, high = rows + gap;
  let across = 0, pixels;
  return {
    ...own,
    redraw() {
      // as many to a row as make the pictures largest; a pixel is a whole number of the screen's
      const width = (c) => c * wide - gap, height = (c) => Math.ceil(count / c) * high - gap;
      const zoom = (c) => Math.max(1, Math.floor(Math.min(box.width / width(c), box.height / height(c)) * devicePixelRatio)) / devicePixelRatio;
      across = Array.from({ length: count }, (_, i) => i + 1).reduce((best, c) => (zoom(c) > zoom(best) ? c : best), 1);
      set(canvas, { width: width(across), height: height(across) });
      canvas.style.width = `${canvas.width * zoom(across)}px`;
      pixels = brush.createImageData(canvas.width, canvas.height);
    },
    move() {
      const { index } = view, { values, offset, step } = view.get(panel.quantity), from = offset(index);
      for (let i = 0; i < count; i++) for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
        const v = values[from + i * step.image + r * step.row + c * step.column];
        const at = (Math.floor(i / across) * high + r) * canvas.width + (i % across) * wide + c;
        pixels.data[4 * at + 3] = Number.isNaN(v) ? 0 : 255 * (PAPER + (1 - PAPER) * v);
      }
      brush.putImageData(pixels, 0, 0);
      set(own.drawing, { "aria-label": `${own.title}: ${count} pictures of ${rows} by ${columns} pixels. ${view.where()}.` });
    },
  };
}
