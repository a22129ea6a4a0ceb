// The list of schools: search, state, order; planning for all of them with a progress bar.

import { around, one, sure } from "./base/dom.js";
import { ask, fill } from "./base/service.js";

const table = one("[data-sortable]", HTMLTableElement);
const body = table?.tBodies[0];
const rows = body ? [...body.rows] : [];
const filter = one("[data-filter]", HTMLFormElement);

/** @param {HTMLFormElement} form */
function show(form) {
  const words = sure("[name=words]", HTMLInputElement, form).value.trim().toLowerCase();
  const state = sure("[name=state]", HTMLSelectElement, form).value;
  let shown = 0;
  for (const row of rows) {
    row.hidden = !((row.dataset.name ?? "").toLowerCase().includes(words) && (!state || row.dataset.state === state));
    shown += row.hidden ? 0 : 1;
  }
  sure("[data-none]", HTMLElement).hidden = shown > 0;
  const count = sure("[data-count]", HTMLElement);
  count.textContent = shown < rows.length ? fill(count.dataset.words, { n: shown, all: rows.length }) : "";
}

/** @param {HTMLElement} button */
function sort(button) {
  const key = button.dataset.sort === "state" ? "stateRank" : (button.dataset.sort ?? "");
  const head = button.closest("th");
  const line = head?.parentElement;
  if (!head || !(line instanceof HTMLTableRowElement)) return;
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const other of line.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  rows.sort((a, b) => compare(a.dataset[key] ?? "", b.dataset[key] ?? "") * (up ? 1 : -1));
  body?.append(...rows);
}

filter?.addEventListener("input", () => show(filter));
filter?.addEventListener("submit", (event) => event.preventDefault());
table?.addEventListener("click", ({ target }) => {
  const button = around(target, "[data-sort]", HTMLElement);
  if (button) sort(button);
});

/**
 * @param {HTMLElement} district
 * @param {boolean} [first]
 */
async function follow(district, first = false) {
  const place = sure("[data-progress]", HTMLElement, district);
  const { ok, data } = await ask("GET", "/api/district/progress");
  if (ok) {
    const left = data.queued + data.running;
    const all = left + data.done + data.failed;
    if (!left) {
      // Nothing runs any more: the states in the table are out of date.
      if (!first) location.reload();
      return;
    }
    place.hidden = false;
    sure("progress", HTMLProgressElement, place).value = (data.done + data.failed) / all;
    sure("p", HTMLElement, place).textContent = fill(district.dataset.line, { all, ...data });
  }
  setTimeout(() => follow(district), 2000);
}

const district = one("[data-district]", HTMLElement);
district?.addEventListener("done", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  const left = Object.keys(detail.left).length;
  const place = sure("[data-progress]", HTMLElement, district);
  sure("p", HTMLElement, place).textContent = fill(district.dataset.started, { n: Object.keys(detail.runs).length, left });
  place.hidden = false;
  setTimeout(() => follow(district), 1500);
});
if (district && "busy" in district.dataset) follow(district, true);
