// Dragging, by mouse and by finger (after a long press): the chip is taken up on the way, and let go over a cell it is put there.

import { act, picked, root, show } from "./view.js";

const FAR = 6;
const LONG = 350;
const EDGE = 48;
let drag = null;

const chipAt = (target) => target.closest?.("[data-grid] a[data-chip]");

function begin(event) {
  const chip = chipAt(event.target);
  if (!chip || event.button !== 0) return;
  drag = { key: chip.dataset.chip, chip, x: event.clientX, y: event.clientY, id: event.pointerId, on: false };
  if (event.pointerType !== "mouse") drag.timer = setTimeout(() => start(event.clientX, event.clientY), LONG);
  drag.touch = event.pointerType !== "mouse";
}

function start(x, y) {
  if (!drag || drag.on) return;
  drag.on = true;
  navigator.vibrate?.(15);
  drag.shadow = drag.chip.cloneNode(true);
  drag.shadow.classList.add("carried");
  drag.shadow.removeAttribute("href");
  drag.shadow.removeAttribute("data-chip");
  drag.shadow.setAttribute("aria-hidden", "true");
  document.body.append(drag.shadow);
  drag.chip.classList.add("dragged");
  follow(x, y);
  if (picked()?.dataset.chip !== drag.key) drag.asked = show(drag.chip.href, undefined, true);
}

function follow(x, y) {
  drag.shadow.style.left = `${x}px`;
  drag.shadow.style.top = `${y}px`;
  const scroll = root().querySelector(".scroll");
  const box = scroll.getBoundingClientRect();
  if (x > box.right - EDGE) scroll.scrollLeft += 12;
  if (x < box.left + EDGE) scroll.scrollLeft -= 12;
  if (y > Math.min(box.bottom, innerHeight) - EDGE) scroll.scrollTop += 12;
  if (y < Math.max(box.top, 0) + EDGE) scroll.scrollTop -= 12;
  const cell = document.elementFromPoint(x, y)?.closest("[data-grid] td");
  if (cell !== drag.cell) {
    drag.cell?.classList.remove("over");
    cell?.classList.add("over");
    drag.cell = cell;
    cell?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  }
}

function move(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
  if (!drag.on && far) {
    if (drag.touch) return stop(); // a finger that moves at once wants to scroll
    start(event.clientX, event.clientY);
  }
  if (!drag.on) return;
  event.preventDefault();
  follow(event.clientX, event.clientY);
}

function stop() {
  clearTimeout(drag?.timer);
  drag?.shadow?.remove();
  drag?.cell?.classList.remove("over");
  drag?.chip.classList.remove("dragged");
  drag = null;
}

async function end(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const { on, asked, key } = drag;
  const at = [event.clientX, event.clientY];
  stop();
  if (!on) return;
  // The click that follows a drag is none; it comes at once, or not at all.
  const over = new AbortController();
  addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, signal: over.signal });
  setTimeout(() => over.abort(), 50);
  await asked;
  const cell = document.elementFromPoint(...at)?.closest("[data-grid] td");
  const form = picked()?.dataset.chip === key && cell?.querySelector("form");
  if (form) act(form);
  else show(location.href, key); // it stays in the hand
}

/** Hear the pointer. */
export function listen() {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move, { passive: false });
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", () => drag && stop());
  document.addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
  document.addEventListener("dragstart", (event) => chipAt(event.target) && event.preventDefault());
  document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
}
