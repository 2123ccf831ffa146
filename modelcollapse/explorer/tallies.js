// Among the numbers of the position those of many runs: their mean with its standard error, their median.
import { make, minus, raised, say } from "./elements.js";
import { shown } from "./numbers.js";

// A mean to two digits of its standard error.
export function withError(mean, error) {
  if (!(error > 0)) return shown(mean, {});
  const size = Math.abs(mean), power = size > 0 && (size < 1e-3 || size >= 1e5) ? Math.floor(Math.log10(size)) : 0;
  const unit = Number(`1e${power}`), decimals = Math.min(100, Math.max(0, 1 - Math.floor(Math.log10(error / unit))));
  const words = `${minus((mean / unit).toFixed(decimals))} ± ${(error / unit).toFixed(decimals)}`;
  return power ? `(${words}) × 10${raised(power)}` : words;
}

export function tallies(list, live, spec) {
  const cells = live.drawn.flatMap((name) => ["mean", "median"].map((what, i) => {
    const item = make("div", { class: i ? "mc-theory2" : "mc-theory" }), words = make("dt", {}, item);
    return { name, what, item, words, cell: make("dd", { "data-name": `${name} ${what}` }, item), label: spec.quantities[name].label };
  }));
  return {
    show({ generation }) {
      for (const { name, what, item, words, cell, label } of cells) {
        const found = live.summary(name);
        if (!found) { item.remove(); continue; }
        if (!item.parentNode) list.append(item);
        say(words, `${label}: ${what} of ${found.count.toLocaleString("en")} runs`);
        say(cell, what === "mean" ? withError(found.mean[generation], found.error[generation]) : shown(found.quantiles[2][generation], spec.quantities[name].form));
      }
    },
    words: () => cells.filter(({ item }) => item.parentNode).map(({ words, cell }) => `, ${words.textContent} ${cell.textContent.replace("±", "plus or minus")}`).join(""),
  };
}
