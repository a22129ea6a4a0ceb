// What was typed into a form survives a session that ends: it is kept for this tab while the form is sent, and stands there
// again after the login. Passwords, files and what the page itself wrote into hidden fields are not kept.

import { one } from "./dom.js";

const KEPT = "lunjie-typed";

/**
 * The fields of a form that a person fills in.
 * @param {HTMLFormElement} form
 */
const fields = (form) =>
  [...form.elements].filter(
    (field) =>
      (field instanceof HTMLInputElement && !["hidden", "password", "file", "submit"].includes(field.type)) ||
      field instanceof HTMLSelectElement ||
      (field instanceof HTMLTextAreaElement && !field.readOnly),
  );

/**
 * Keep what stands in a form; whether there is anything. That of a login is not: by it one comes back to what was kept.
 * @param {HTMLFormElement} form
 */
export function keep(form) {
  if (one("[type=password]", HTMLInputElement, form)) return false;
  const values = fields(form).map((field) => {
    if (field instanceof HTMLInputElement) return [field.name, field.value, field.checked];
    return field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement ? [field.name, field.value, false] : [];
  });
  const place = [...document.forms].indexOf(form);
  if (values.length) sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, place, values }));
  return values.length > 0;
}

/** The service has answered: nothing has to be kept any more. */
export const drop = () => sessionStorage.removeItem(KEPT);

/** Put back what was kept for this page; whether there was anything. */
export function putBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept?.page !== location.pathname) return false;
  drop();
  const form = document.forms[kept.place];
  const found = form ? fields(form) : [];
  // Another form stands there now: better nothing than something in the wrong field.
  const names = found.map((field) => field.getAttribute("name"));
  if (!form || JSON.stringify(names) !== JSON.stringify(kept.values.map((/** @type {unknown[]} */ value) => value[0]))) return false;
  found.forEach((field, n) => {
    const [, value, checked] = kept.values[n];
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) field.checked = checked;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    else if (field instanceof HTMLTextAreaElement) field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (let around = form.parentElement; around; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  form.scrollIntoView({ block: "center", behavior: "instant" });
  one("button", HTMLButtonElement, form)?.focus({ preventScroll: true });
  return true;
}
