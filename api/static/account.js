// My tokens: the secret of a new one is shown once.

import { around, one, sure } from "./base/dom.js";

one("[data-token]", HTMLElement)?.addEventListener("done", (event) => {
  const { target, detail } = /** @type {CustomEvent} */ (event);
  const card = around(target, "details", HTMLElement);
  if (!card) return;
  const place = sure("[data-secret]", HTMLElement, card);
  place.hidden = false;
  const field = sure("input", HTMLInputElement, place);
  field.value = detail.secret;
  field.focus();
  field.select();
});
