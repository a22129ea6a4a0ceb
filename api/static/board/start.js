// The start of the board: its links and buttons work without a new page; keys, dragging, and what others do.

import { around, one } from "../base/dom.js";
import { listen as keys, settle } from "./keys.js";
import { watch } from "./others.js";
import { listen as pointer } from "./pointer.js";
import { act, show } from "./view.js";

/** @param {MouseEvent} event */
function follow(event) {
  const link = around(event.target, "[data-board] a[href]", HTMLAnchorElement);
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (new URL(link.href).pathname !== location.pathname) return;
  event.preventDefault();
  show(link.href, link.dataset.chip ?? null);
}

/** @param {SubmitEvent} event */
function send(event) {
  const form = around(event.target, "[data-board] form", HTMLFormElement);
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
