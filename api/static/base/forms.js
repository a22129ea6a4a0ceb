// Forms that change something are sent to one address (/act), which makes of them what they ask of the service. Without this
// module the browser sends them itself. Their hidden fields say the rest: _go (where then), _said, _undo, _sure (asked for a
// second tap). data-stays: the event "done" brings the answer, and the page stays.

import { ask, below, complain, fill, go, messagePlace } from "./service.js";

const ACT = "/act";

/** Send a form; `more` are further fields. */
export async function send(form, more = {}) {
  const place = messagePlace(form);
  const buttons = [...form.querySelectorAll("button")];
  const fields = new FormData(form);
  for (const [name, value] of Object.entries(more)) fields.append(name, value);
  const said = (name) => fields.get(name) ?? "";
  if (place) place.hidden = true;
  busy(form, buttons, true);
  const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  const { ok, data, problem } = await ask("POST", ACT, { body });
  if (!ok || "stays" in form.dataset || said("_shows")) busy(form, buttons, false);
  if (!ok) {
    if (place && problem.code === "past_would_change") offerPast(place, problem, () => send(form, { "allow_past:boolean": "on" }));
    else if (place) complain(place, problem);
    form.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
  } else if ("stays" in form.dataset || said("_shows")) {
    form.dispatchEvent(new CustomEvent("done", { detail: data, bubbles: true }));
  } else {
    go(fill(said("_go"), data ?? {}), said("_said"), said("_undo"));
  }
}

/** A button that works for a while says so, also to whoever cannot see it grow pale. */
function busy(form, buttons, on) {
  form.setAttribute("aria-busy", String(on));
  for (const button of buttons) button.disabled = on;
}

/** What has been would be rewritten: say it, and leave it to the librarian. */
function offerPast(place, problem, anyway) {
  const { past, pastWords } = document.querySelector(".toasts").dataset;
  complain(place, { title: fill(pastWords, problem.params) });
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = past;
  button.addEventListener("click", anyway);
  place.append(button);
}

/** The first tap asks, the second does it; after a while the first is forgotten. */
function isSure(form, button) {
  const question = form.elements._sure?.value;
  if (!question || !button || button.classList.contains("sure")) return true;
  const words = button.textContent;
  button.classList.add("sure");
  button.textContent = question;
  setTimeout(() => {
    button.classList.remove("sure");
    button.textContent = words;
  }, 6000);
  return false;
}

async function copy(button) {
  const field = document.querySelector(button.dataset.copy);
  field.select();
  // Over plain HTTP browsers offer no clipboard: the older way still works.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
  button.querySelector("span").textContent = button.dataset.copied;
}

function repeated(form) {
  const again = form?.querySelector("[data-repeats]");
  if (!again) return;
  const differs = again.value !== form.elements[again.dataset.repeats].value;
  again.setCustomValidity(differs ? again.dataset.differs : "");
}

/** Hear what happens to the forms of this page. */
export function listen() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== below(ACT)) return; // leads to a page
    event.preventDefault();
    if (isSure(form, event.submitter)) send(form);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) copy(button);
  });
  document.addEventListener("input", ({ target }) => repeated(target.form));
  document.addEventListener("change", ({ target }) => {
    if (!("showPassword" in target.dataset)) return;
    for (const field of target.form.querySelectorAll("[type=password], [data-was-password]")) {
      field.dataset.wasPassword = "";
      field.type = target.checked ? "text" : "password";
    }
  });
}
