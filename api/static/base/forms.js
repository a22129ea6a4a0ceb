// Forms that change something are sent to one address (/act), which makes of them what they ask of the service. Without this
// module the browser sends them itself. Their hidden fields say the rest: _go (where then), _said, _undo, _sure (asked for a
// second tap). data-stays: the event "done" brings the answer, and the page stays.

import { around, every, one, sure } from "./dom.js";
import { ask, below, complain, fill, go, messagePlace } from "./service.js";
import { drop, keep } from "./typed.js";

const ACT = "/act";
/** Refusals of a page that has been overtaken, in another window or by somebody else. */
const OUTDATED = ["changed_meanwhile", "not_a_draft", "draft_is_stale", "not_a_past_plan"];

/**
 * Send a form.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} [more] further fields
 */
export async function send(form, more = {}) {
  const place = messagePlace(form);
  const buttons = every("button", HTMLButtonElement, form);
  const fields = new FormData(form);
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  const said = (/** @type {string} */ name) => String(fields.get(name) ?? "");
  if (place) place.hidden = true;
  busy(form, buttons, true);
  const kept = keep(form);
  // Without a file every field is text.
  const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams([...fields].map(([k, v]) => [k, String(v)]));
  const { ok, data, problem } = await ask("POST", ACT, { body });
  if (kept) drop();
  if (!ok || "stays" in form.dataset || said("_shows")) busy(form, buttons, false);
  if (!ok) {
    if (place && problem.code === "past_would_change") offerPast(place, problem, () => send(form, { "allow_past:boolean": "on" }));
    else if (place && problem.code === "same_school") offerSame(place, problem, "upload" in form.dataset, (instead) => send(form, instead));
    else if (place) complain(place, problem);
    if (place && OUTDATED.includes(problem.code ?? "")) offerNow(place, form);
    form.dispatchEvent(new CustomEvent("refused", { detail: problem, bubbles: true }));
  } else if ("stays" in form.dataset || said("_shows")) {
    form.dispatchEvent(new CustomEvent("done", { detail: data, bubbles: true }));
  } else {
    go(fill(said("_go"), data ?? {}), said("_said"), said("_undo"));
  }
}

/**
 * A button that works for a while says so, also to whoever cannot see it grow pale.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement[]} buttons
 * @param {boolean} on
 */
function busy(form, buttons, on) {
  form.setAttribute("aria-busy", String(on));
  for (const button of buttons) button.disabled = on;
}

/**
 * The page anew, with what is typed in it.
 * @param {HTMLElement} place
 * @param {HTMLFormElement} form
 */
function offerNow(place, form) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sure(".toasts", HTMLElement).dataset.now ?? "";
  button.addEventListener("click", () => {
    keep(form);
    location.reload();
  });
  place.append(button);
}

/**
 * What has been would be rewritten: say it, and leave it to the librarian.
 * @param {HTMLElement} place
 * @param {import("./service.js").Problem} problem
 * @param {() => void} anyway
 */
function offerPast(place, problem, anyway) {
  const { past, pastWords } = sure(".toasts", HTMLElement).dataset;
  complain(place, { title: fill(pastWords, problem.params ?? {}) });
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = past ?? "";
  button.addEventListener("click", anyway);
  place.append(button);
}

/**
 * A school of this name is there: is it the same? The file is still in the form, and goes where the answer says.
 * @param {HTMLElement} place
 * @param {import("./service.js").Problem} problem
 * @param {boolean} whole whether the form is a school file, and nothing else
 * @param {(instead: Record<string, string>) => void} again
 */
function offerSame(place, problem, whole, again) {
  const { sameOpen, sameTake, sameSecond } = sure(".toasts", HTMLElement).dataset;
  const id = encodeURIComponent(problem.params?.id ?? "");
  complain(place, problem);
  const row = document.createElement("div");
  row.className = "row";
  const link = document.createElement("a");
  link.className = "button";
  link.href = below(`/schools/${id}`);
  link.textContent = sameOpen ?? "";
  row.append(link);
  /** @type {[string | undefined, Record<string, string>][]} */
  const ways = whole
    ? [
        [sameTake, { _call: `POST /api/schools/${id}/document`, _go: `/schools/${id}/files/{id}`, _said: "" }],
        [sameSecond, { _call: "POST /api/schools?another=true" }],
      ]
    : [[sameSecond, { "another:boolean": "on" }]];
  for (const [words, instead] of ways) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words ?? "";
    button.addEventListener("click", () => again(instead));
    row.append(button);
  }
  place.append(row);
}

/**
 * The first tap asks, the second does it; after a while the first is forgotten.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
function isSure(form, button) {
  const question = one("[name=_sure]", HTMLInputElement, form)?.value;
  if (!question || !button || button.classList.contains("sure")) return true;
  const words = [...button.childNodes];
  button.classList.add("sure");
  button.textContent = question;
  setTimeout(() => {
    button.classList.remove("sure");
    button.replaceChildren(...words);
  }, 6000);
  return false;
}

/** @param {HTMLElement} button */
async function copy(button) {
  const field = document.querySelector(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.select();
  // Over plain HTTP browsers offer no clipboard: the older way still works.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
  sure("span", HTMLElement, button).textContent = button.dataset.copied ?? "";
}

/** @param {HTMLFormElement} form */
function repeated(form) {
  const again = one("[data-repeats]", HTMLInputElement, form);
  if (!again) return;
  const first = one(`[name="${again.dataset.repeats}"]`, HTMLInputElement, form);
  again.setCustomValidity(again.value === first?.value ? "" : (again.dataset.differs ?? ""));
}

/** Hear what happens to the forms of this page. */
export function listen() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.getAttribute("action") !== below(ACT)) return; // leads to a page
    event.preventDefault();
    if (isSure(form, event.submitter)) send(form);
  });
  document.addEventListener("click", ({ target }) => {
    const button = around(target, "[data-copy]", HTMLElement);
    if (button) copy(button);
  });
  document.addEventListener("input", ({ target }) => {
    const form = around(target, "form", HTMLFormElement);
    if (form) repeated(form);
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !("showPassword" in target.dataset) || !target.form) return;
    for (const field of every("[type=password], [data-was-password]", HTMLInputElement, target.form)) {
      field.dataset.wasPassword = "";
      field.type = target.checked ? "text" : "password";
    }
  });
}
