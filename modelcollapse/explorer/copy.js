// A button that copies a text; where the browser keeps it from that, a field to copy from.
import { button, make } from "./elements.js";

const SAID = 2000; // milliseconds

export function copier(parent, word, icon, name, text, tell) {
  let field = null, timer = 0;
  const face = button(parent, word, icon, async () => {
    const value = text();
    field?.remove();
    field = null;
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      field = make("textarea", { class: "mc-address", readonly: "", rows: 1, "aria-label": name }, parent, value);
      return field.select();
    }
    face("Copied", `${icon} mc-i-done`);
    tell("Copied");
    clearTimeout(timer);
    timer = setTimeout(() => { face(word, icon); tell(""); }, SAID);
  });
  return () => { field?.remove(); field = null; }; // when the explorer moves, what it holds is out of date
}
