// The numbers shown, as CSV: a row for each generation, or for each value of a panel's own axis, and
// the position in every row, so that several tables can stand below one another.
const cell = (v) => {
  const text = typeof v === "number" && Number.isNaN(v) ? "" : String(v);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

// What writes the table; null where no panel shows numbers along a line.
export function sheet({ panels, controls, quantities }, view) {
  const names = [...new Set(panels.flatMap((panel) => [panel.quantity, ...(panel.theory ?? []), panel.mu, panel.sigma]))];
  const known = (over) => names.filter((name) => quantities[name] && !quantities[name].texts && quantities[name].dims.includes(over)
    && quantities[name].dims.every((dim) => dim === over || controls.includes(dim)));
  const over = [...(controls.includes("generation") ? ["generation"] : []), ...panels.map((panel) => panel.over)].find((dim) => dim && known(dim).length);
  if (!over) return null;
  return () => {
    const { values } = view.dims[over], still = controls.filter((name) => name !== over), position = view.position();
    const columns = known(over).map((name) => [name, view.get(name).along(view.index, over, values.length)]).concat(view.live?.columns() ?? []);
    const rows = values.map((v, i) => [...still.map((name) => position[name]), v, ...columns.map(([, numbers]) => numbers[i])]);
    return [[...still, over, ...columns.map(([name]) => name)], ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
  };
}
