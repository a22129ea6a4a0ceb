// The grid by keyboard: one cell has the focus, arrows move it; Enter takes up and puts down, Escape lays down, P pins,
// Ctrl-Z and Ctrl-Y go back and on.

import { around, every, one, sure } from "../base/dom.js";
import { act, cellOf, grid, picked, root, show, tell } from "./view.js";

// With something in hand each place is one stop: Enter puts it down there, or says what would allow it. A seat that nobody has
// is in hand in its tray; where it stands it is no place for itself.
const kinds = () => (grid().classList.contains("picking") ? "a.picked:not(.vacant), button.drop, a.no" : "a[data-chip]");
// A telephone shows one day: what is of another is no stop.
const stops = () => every(`tbody :is(${kinds()})`, HTMLElement, grid()).filter((stop) => stop.checkVisibility());

/**
 * One stop of the grid is reached by Tab; the arrows do the rest. What has no place yet stands before the grid.
 * @param {string | null} [focus] key of the chip that is to have the focus; null: what is picked up; none: nothing
 */
export function settle(focus) {
  const all = stops();
  const chip = focus ? all.find((stop) => stop.dataset.chip === focus) : undefined;
  const held = picked();
  const first = chip ?? all.find((stop) => stop === held) ?? all[0];
  for (const stop of every("tbody :is(a, button)", HTMLElement, grid())) stop.tabIndex = stop === first ? 0 : -1;
  if (focus !== undefined) (chip ?? held ?? first)?.focus({ preventScroll: !chip });
}

/**
 * The stop that an arrow leads to.
 * @param {HTMLElement} from
 * @param {string} key
 */
function beside(from, key) {
  const cell = cellOf(from);
  const row = cell?.parentElement;
  if (!cell || !(row instanceof HTMLTableRowElement)) return undefined;
  /** @param {HTMLTableCellElement} of */
  const inside = (of) => every(kinds(), HTMLElement, of).filter((stop) => stop.checkVisibility());
  const within = inside(cell);
  const at = within.indexOf(from);
  /** @param {HTMLTableRowElement} of */
  const cells = (of) => every("td", HTMLTableCellElement, of);
  const mine = cells(row);
  const column = mine.indexOf(cell);
  /**
   * @param {(HTMLTableCellElement | undefined)[]} list
   * @param {boolean} [last]
   */
  const seek = (list, last) =>
    list.map((found) => (found ? inside(found).at(last ? -1 : 0) : undefined)).find(Boolean);
  if (key === "ArrowRight") return within[at + 1] ?? seek(mine.slice(column + 1));
  if (key === "ArrowLeft") return within[at - 1] ?? seek(mine.slice(0, column).reverse(), true);
  const rows = every("tbody tr", HTMLTableRowElement, grid());
  const n = rows.indexOf(row);
  const others = key === "ArrowDown" ? rows.slice(n + 1) : rows.slice(0, n).reverse();
  return seek(others.map((other) => cells(other)[column]));
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, target } = event;
  const chip = picked();
  if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(key.toLowerCase())) {
    const redo = key.toLowerCase() === "y" || event.shiftKey;
    const form = every(".tools form", HTMLFormElement, root())[redo ? 1 : 0];
    event.preventDefault();
    if (form && !one("button", HTMLButtonElement, form)?.disabled) act(form);
    return;
  }
  if (key === "Escape" && chip) {
    event.preventDefault();
    show(sure("[data-lay-down]", HTMLAnchorElement, root()).href, chip.dataset.chip);
    return;
  }
  if (key === "ArrowDown" && around(target, "[data-tray] a[data-chip]", HTMLElement)) {
    event.preventDefault();
    stops()
      .find((stop) => stop.tabIndex === 0)
      ?.focus();
    return;
  }
  const stop = around(target, "[data-grid] :is(a[data-chip], button.drop, a.no)", HTMLElement);
  if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key.startsWith("Arrow")) {
    event.preventDefault();
    const next = beside(stop, key);
    if (!next) return;
    for (const other of stops()) other.tabIndex = other === next ? 0 : -1;
    next.focus();
  } else if (key.toLowerCase() === "p" && chip && !around(chip, "[data-tray]", HTMLElement)) {
    event.preventDefault();
    act(sure(".taken form", HTMLFormElement, root()));
  }
}

/** Hear the keys, and tell what the cell under the focus or the pointer would take. */
export function listen() {
  document.addEventListener("keydown", press);
  for (const kind of ["focusin", "pointerover"]) {
    document.addEventListener(kind, ({ target }) => {
      const cell = target instanceof Element ? cellOf(target) : null;
      if (cell && picked()) tell(cell.dataset.tells || undefined);
    });
  }
}
