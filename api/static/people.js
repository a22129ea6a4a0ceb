// Accounts. With many schools the choices are long: they stand in the page once, and are copied where somebody asks for them.

import { every, sure } from "./base/dom.js";

/**
 * All choices; what was chosen already stays chosen.
 * @param {HTMLSelectElement} list
 */
function complete(list) {
  const all = sure(list.dataset.like ?? "", HTMLSelectElement).options;
  if (list.options.length === all.length) return;
  const chosen = list.value;
  list.replaceChildren(...[...all].map((one) => one.cloneNode(true)));
  list.value = chosen;
}

for (const details of every("details", HTMLDetailsElement)) {
  details.addEventListener("toggle", () => every("[data-like]", HTMLSelectElement, details).forEach(complete), { once: true });
}
