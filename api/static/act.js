// Forms and buttons say in data attributes what they ask of the service; here it is sent and answered.
//   data-send="POST /api/…"  data-body='{…}' (a form: its fields)  data-match="3" (If-Match)
//   data-go="reload#part" | address | none (then the event "done" brings the answer)
//   data-plain (a form that leads to a page)
//   data-said="…" data-undo="/api/…"  data-sure="…" (asked for a second tap)

import { ask, complain, fill, go, messagePlace, sayFlash } from "./service.js";
import { watchUploads } from "./upload.js";

/** The fields of a form as JSON. */
export function gathered(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || "notSent" in field.dataset) continue;
    if ("list" in field.dataset) {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else if ("boolean" in field.dataset) {
      values[field.name] = field.checked;
    } else if (field.type === "radio" && !field.checked) {
      continue;
    } else if (field.value === "" && field.dataset.empty === "null") {
      values[field.name] = null;
    } else {
      values[field.name] = "number" in field.dataset ? Number(field.value) : field.value;
    }
  }
  return values;
}

export async function send(element, json) {
  const [method, url] = element.dataset.send.split(" ");
  const place = messagePlace(element);
  const buttons = element.matches("form") ? [...element.querySelectorAll("button")] : [element];
  if (place) place.hidden = true;
  for (const button of buttons) button.disabled = true;
  const headers = element.dataset.match ? { "If-Match": `"${element.dataset.match}"` } : {};
  const { ok, data, problem } = await ask(method, url, { json, headers });
  if (!ok) {
    for (const button of buttons) button.disabled = false;
    if (place && problem.code === "past_would_change") offerPast(place, problem, () => send(element, { ...json, allow_past: true }));
    else if (place) complain(place, problem);
    return;
  }
  const where = element.dataset.go ?? "reload";
  if (where === "none") {
    for (const button of buttons) button.disabled = false;
    element.dispatchEvent(new CustomEvent("done", { detail: data, bubbles: true }));
  } else {
    go(where, element.dataset.said, element.dataset.undo);
  }
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
function isSure(button) {
  if (!button.dataset.sure || button.classList.contains("sure")) return true;
  const words = button.textContent;
  button.classList.add("sure");
  button.textContent = button.dataset.sure;
  setTimeout(() => {
    button.classList.remove("sure");
    button.textContent = words;
  }, 6000);
  return false;
}

/** What a day of the calendar is; null where somebody has yet to choose whose timetable it runs. */
function dayDecision(button) {
  const list = button.closest("li").querySelector("[data-runs-as]");
  if (!list.reportValidity()) return null;
  const runsAs = list.value === "own" ? {} : { runs_as: list.value };
  const note = button.dataset.note ? { note: button.dataset.note } : {};
  return { days: [{ date: button.dataset.day, confirmed: true, ...runsAs, ...note }] };
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-send]");
  if (!button || !isSure(button)) return;
  const { body, day } = button.dataset;
  const json = day ? dayDecision(button) : body ? JSON.parse(body) : undefined;
  if (json !== null) send(button, json);
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  field.select();
  // Over plain HTTP browsers offer no clipboard: the older way still works.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
  button.querySelector("span").textContent = button.dataset.copied;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("plain" in form.dataset) return; // the browser sends it by itself
  event.preventDefault();
  if (form.dataset.send && !("newPerson" in form.dataset)) send(form, gathered(form));
});

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  const again = form?.querySelector("[data-repeats]");
  if (!again) return;
  const differs = again.value !== form.elements[again.dataset.repeats].value;
  again.setCustomValidity(differs ? again.dataset.differs : "");
});

document.addEventListener("change", ({ target }) => {
  if (!("showPassword" in target.dataset)) return;
  for (const field of target.form.querySelectorAll("[type=password], [data-was-password]")) {
    field.dataset.wasPassword = "";
    field.type = target.checked ? "text" : "password";
  }
});

sayFlash();
watchUploads();
