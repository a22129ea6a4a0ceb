// The grid by keyboard: one cell has the focus, arrows move it; Enter takes up and puts down, Escape lays down, P pins,
// Ctrl-Z and Ctrl-Y go back and on.

import { act, picked, root, show, tell } from "./view.js";

const grid = () => root()?.querySelector("[data-grid]");
const stops = () => [...grid().querySelectorAll("tbody a[data-chip], tbody button.drop")];

/** One stop of the grid is reached by Tab; the arrows do the rest. */
export function settle(focus) {
  if (!grid()) return;
  const all = stops();
  const chip = focus && all.find((one) => one.dataset.chip === focus);
  const first = chip ?? picked() ?? all[0];
  for (const one of all) one.tabIndex = one === first ? 0 : -1;
  if (focus !== undefined) (chip ?? picked() ?? all[0])?.focus({ preventScroll: !chip });
}

function beside(from, key) {
  const cell = from.closest("td");
  const within = [...cell.querySelectorAll("a[data-chip], button.drop")];
  const at = within.indexOf(from);
  const rows = [...grid().tBodies[0].rows];
  const row = cell.parentElement;
  const cells = [...row.querySelectorAll("td")];
  const column = cells.indexOf(cell);
  const ends = (one, last) => {
    const found = [...one.querySelectorAll("a[data-chip], button.drop")];
    return last ? found.at(-1) : found[0];
  };
  const seek = (list, last) => list.map((one) => one && ends(one, last)).find(Boolean);
  if (key === "ArrowRight") return within[at + 1] ?? seek(cells.slice(column + 1));
  if (key === "ArrowLeft") return within[at - 1] ?? seek(cells.slice(0, column).reverse(), true);
  const other = key === "ArrowDown" ? rows.slice(rows.indexOf(row) + 1) : rows.slice(0, rows.indexOf(row)).reverse();
  return seek(other.map((one) => one.querySelectorAll("td")[column]));
}

function press(event) {
  const { key, target } = event;
  if (!root()) return;
  if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(key.toLowerCase())) {
    const redo = key.toLowerCase() === "y" || event.shiftKey;
    const form = root().querySelector(`.tools form:nth-of-type(${redo ? 2 : 1})`);
    event.preventDefault();
    if (!form.querySelector("button").disabled) act(form);
    return;
  }
  if (key === "Escape" && picked()) {
    event.preventDefault();
    const { chip } = picked().dataset;
    show(root().querySelector("[data-lay-down]").href, chip);
    return;
  }
  const stop = target.closest?.("[data-grid] a[data-chip], [data-grid] button.drop");
  if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key.startsWith("Arrow")) {
    event.preventDefault();
    const next = beside(stop, key);
    if (!next) return;
    for (const one of stops()) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  } else if (key.toLowerCase() === "p" && picked()) {
    event.preventDefault();
    act(root().querySelector(".taken form"));
  }
}

/** Hear the keys, and tell what the cell under the focus or the pointer would take. */
export function listen() {
  document.addEventListener("keydown", press);
  for (const kind of ["focusin", "pointerover"]) {
    document.addEventListener(kind, ({ target }) => {
      const cell = target.closest?.("[data-grid] td");
      if (cell && picked()) tell(cell.dataset.tells || undefined);
    });
  }
}
