// The start of the board: its links and buttons work without a new page; keys, dragging, and what others do.

import { around, every, one } from "../base/dom.js";
import { listen as keys, settle } from "./keys.js";
import { watch } from "./others.js";
import { listen as pointer } from "./pointer.js";
import { act, cellOf, picked, root, show } from "./view.js";

/**
 * With something in hand a press anywhere in a cell is one on what stands there to be pressed.
 * @param {MouseEvent} event
 */
function put(event) {
  if (!picked() || around(event.target, "a, button", HTMLElement)) return;
  const cell = event.target instanceof Element ? cellOf(event.target) : null;
  if (!cell || getSelection()?.toString()) return;
  one(":scope > form button, :scope > a.no", HTMLElement, cell)?.click();
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = around(event.target, "[data-board] a[href]", HTMLAnchorElement);
  if (!link && event.button === 0) put(event);
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (new URL(link.href).pathname !== location.pathname) return;
  event.preventDefault();
  show(link.href, link.dataset.chip ?? null);
}

/**
 * Go to whom was looked for; the chip has the focus then, and Enter takes it up.
 * @param {SubmitEvent} event
 * @param {HTMLFormElement} form
 */
async function find(event, form) {
  event.preventDefault();
  const asked = new URL(form.action);
  for (const [name, value] of new FormData(form)) asked.searchParams.set(name, String(value));
  await show(asked.href);
  const chip = every("a.found", HTMLAnchorElement, root()).find((found) => found.checkVisibility());
  if (chip) settle(chip.dataset.chip);
  (chip ?? one("[data-find] input[type=search]", HTMLInputElement, root()))?.focus();
}

/** @param {SubmitEvent} event */
function send(event) {
  const form = around(event.target, "[data-board] form", HTMLFormElement);
  if (form?.matches("[data-find]")) return find(event, form);
  if (!form || form.elements.namedItem("_sure")) return; // putting the board away is asked for twice
  event.preventDefault();
  event.stopPropagation();
  act(form);
}

if (one("[data-board]", HTMLElement)) {
  document.addEventListener("click", follow);
  document.addEventListener("submit", send, { capture: true });
  document.addEventListener("board-shown", (event) => {
    if (event instanceof CustomEvent) settle(event.detail.focus);
  });
  settle();
  keys();
  pointer();
  watch();
}
