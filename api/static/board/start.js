// The start of the board: its links and buttons work without a new page; keys, dragging, and what others do.

import { listen as keys, settle } from "./keys.js";
import { watch } from "./others.js";
import { listen as pointer } from "./pointer.js";
import { act, root, show } from "./view.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-board] a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (new URL(link.href).pathname !== location.pathname) return;
  event.preventDefault();
  show(link.href, link.dataset.chip ?? null);
});
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.closest("[data-board]") || form.elements._sure) return; // putting the board away is asked for twice
    event.preventDefault();
    event.stopPropagation();
    act(form);
  },
  { capture: true },
);
document.addEventListener("board-shown", ({ detail }) => settle(detail.focus));
if (root()) {
  settle();
  keys();
  pointer();
  watch();
}
