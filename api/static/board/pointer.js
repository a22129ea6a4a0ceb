// Dragging, by mouse and by finger (after a long press): the chip is taken up on the way, and let go over a cell it is put there.

import { around, one, sure } from "../base/dom.js";
import { fill } from "../base/service.js";
import { act, cellOf, picked, root, show, tell } from "./view.js";

const FAR = 6;
const LONG = 350;
const EDGE = 48;
const STEP = 8;

/**
 * A chip under the pointer; it is carried once there is a shadow of it.
 * @typedef {object} Drag
 * @property {string} key
 * @property {HTMLAnchorElement} chip
 * @property {number} x
 * @property {number} y
 * @property {[number, number]} at where it is now
 * @property {number} id
 * @property {boolean} touch
 * @property {number} [timer]
 * @property {HTMLElement} [shadow]
 * @property {HTMLTableCellElement | null} [cell]
 * @property {Promise<void>} [asked]
 */
/** @type {Drag | null} */
let drag = null;

/** @param {EventTarget | null} target */
const chipAt = (target) => around(target, ":is([data-grid], [data-tray]) a[data-chip]", HTMLAnchorElement);

/** @param {PointerEvent} event */
function begin(event) {
  const chip = chipAt(event.target);
  if (!chip || event.button !== 0) return;
  const { clientX: x, clientY: y, pointerId: id } = event;
  /** @type {Drag} */
  const mine = { key: chip.dataset.chip ?? "", chip, x, y, at: [x, y], id, touch: event.pointerType !== "mouse" };
  drag = mine;
  if (mine.touch) mine.timer = setTimeout(() => drag === mine && start(mine, x, y), LONG);
}

/**
 * Take the chip up.
 * @param {Drag} mine
 * @param {number} x
 * @param {number} y
 */
function start(mine, x, y) {
  const shadow = mine.chip.cloneNode(true);
  if (mine.shadow || !(shadow instanceof HTMLElement)) return;
  navigator.vibrate?.(15);
  mine.shadow = shadow;
  shadow.classList.add("carried");
  shadow.removeAttribute("href");
  shadow.removeAttribute("data-chip");
  shadow.setAttribute("aria-hidden", "true");
  document.body.append(shadow);
  mine.chip.classList.add("dragged");
  mine.at = [x, y];
  carry(mine);
  if (picked()?.dataset.chip !== mine.key) mine.asked = show(mine.chip.href, undefined, true);
}

/**
 * From frame to frame, also while the pointer rests: near an edge the grid, or the page, goes on moving.
 * @param {Drag} mine
 */
function carry(mine) {
  if (drag !== mine) return;
  follow(mine, ...mine.at);
  requestAnimationFrame(() => carry(mine));
}

/**
 * The shadow under the pointer; near an edge the grid, or the page, comes along.
 * @param {Drag} mine
 * @param {number} x
 * @param {number} y
 */
function follow(mine, x, y) {
  if (mine.shadow) {
    mine.shadow.style.left = `${x}px`;
    mine.shadow.style.top = `${y}px`;
  }
  const scroll = sure(".scroll", HTMLElement, root());
  const box = scroll.getBoundingClientRect();
  if (x > Math.min(box.right, innerWidth) - EDGE) scroll.scrollLeft += STEP;
  if (x < box.left + EDGE) scroll.scrollLeft -= STEP;
  if (y > Math.min(box.bottom, innerHeight) - EDGE) scroll.scrollTop += STEP;
  if (y < Math.max(box.top, 0) + EDGE) scroll.scrollTop -= STEP;
  if (y > innerHeight - EDGE) scrollBy(0, STEP);
  if (y < EDGE) scrollBy(0, -STEP);
  const cell = cellOf(document.elementFromPoint(x, y));
  if (cell !== mine.cell) {
    mine.cell?.classList.remove("over");
    cell?.classList.add("over");
    mine.cell = cell;
    cell?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  }
}

/** @param {PointerEvent} event */
function move(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
  if (!drag.shadow && far) {
    if (drag.touch) return stop(); // a finger that moves at once wants to scroll
    start(drag, event.clientX, event.clientY);
  }
  if (!drag.shadow) return;
  event.preventDefault();
  drag.at = [event.clientX, event.clientY];
}

function stop() {
  clearTimeout(drag?.timer);
  drag?.shadow?.remove();
  drag?.cell?.classList.remove("over");
  drag?.chip.classList.remove("dragged");
  drag = null;
}

/** @param {PointerEvent} event */
async function end(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const { shadow, asked, key } = drag;
  const { clientX: x, clientY: y } = event;
  stop();
  if (!shadow) return;
  // The click that follows a drag is none; it comes at once, or not at all.
  const over = new AbortController();
  /** @param {Event} click */
  const swallow = (click) => {
    click.preventDefault();
    click.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, signal: over.signal });
  setTimeout(() => over.abort(), 50);
  await asked;
  const cell = picked()?.dataset.chip === key ? cellOf(document.elementFromPoint(x, y)) : null;
  const form = cell ? one("form", HTMLFormElement, cell) : null;
  const no = cell ? one("a.no", HTMLAnchorElement, cell) : null;
  if (form) return act(form);
  if (no) return show(no.href, null); // where it cannot be, what would allow it
  const back = one("[data-lay-down]", HTMLAnchorElement, root());
  if (cell?.classList.contains("v-here") && back) return show(back.href, key); // put back where it stood
  await show(location.href, key);
  const held = picked();
  if (held) tell(fill(root().dataset.beside, { name: held.querySelector("b")?.textContent }));
}

/** Hear the pointer. */
export function listen() {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move, { passive: false });
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && stop());
  document.addEventListener("touchmove", (event) => drag?.shadow && event.preventDefault(), { passive: false });
  document.addEventListener("dragstart", (event) => chipAt(event.target) && event.preventDefault());
  document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}
