// The list of schools: search, state, order; planning for all of them with a progress bar.

import { ask, fill } from "./base/service.js";

const table = document.querySelector("[data-sortable]");
const rows = table ? [...table.tBodies[0].rows] : [];
const filter = document.querySelector("[data-filter]");

function show() {
  const words = filter.elements.words.value.trim().toLowerCase();
  const state = filter.elements.state.value;
  let shown = 0;
  for (const row of rows) {
    row.hidden = !(row.dataset.name.toLowerCase().includes(words) && (!state || row.dataset.state === state));
    shown += !row.hidden;
  }
  document.querySelector("[data-none]").hidden = shown > 0;
  const count = document.querySelector("[data-count]");
  count.textContent = shown < rows.length ? fill(count.dataset.words, { n: shown, all: rows.length }) : "";
}

function sort(button) {
  const key = button.dataset.sort === "state" ? "stateRank" : button.dataset.sort;
  const head = button.closest("th");
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  rows.sort((a, b) => compare(a.dataset[key], b.dataset[key]) * (up ? 1 : -1));
  table.tBodies[0].append(...rows);
}

filter?.addEventListener("input", show);
filter?.addEventListener("submit", (event) => event.preventDefault());
table?.addEventListener("click", ({ target }) => target.closest("[data-sort]") && sort(target.closest("[data-sort]")));

const district = document.querySelector("[data-district]");

async function follow(first) {
  const place = district.querySelector("[data-progress]");
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
    place.querySelector("progress").value = (data.done + data.failed) / all;
    place.querySelector("p").textContent = fill(district.dataset.line, { all, ...data });
  }
  setTimeout(follow, 2000);
}

district?.addEventListener("done", ({ detail }) => {
  const left = Object.keys(detail.left).length;
  const line = district.querySelector("[data-progress] p");
  line.textContent = fill(district.dataset.started, { n: Object.keys(detail.runs).length, left });
  district.querySelector("[data-progress]").hidden = false;
  setTimeout(follow, 1500);
});
if (district && "busy" in district.dataset) follow(true);
