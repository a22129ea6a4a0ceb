// A new school: the usual term of the place that is chosen; how often each class can come at noon, told while the times are.

import { one, sure } from "./base/dom.js";
import { fill } from "./base/service.js";

const MOST_WEEKS = 12;

/**
 * Minutes of a day of "12:10"; NaN where nothing is written.
 * @param {string} text
 */
const minutes = (text) => {
  const [hours = NaN, rest = NaN] = text.split(":").map(Number);
  return hours * 60 + rest;
};

/**
 * {places, weeks}: places in a week, and in how many weeks every class has come once; 0 where that would take too long.
 * @param {{start: string, end: string, each: number, atOnce: number, classes: number, days: number}} given
 */
export function need({ start, end, each, atOnce, classes, days }) {
  const slots = Math.max(0, Math.floor((minutes(end) - minutes(start)) / each)) || 0;
  const places = slots * atOnce * days || 0;
  const weeks = places ? Math.ceil(classes / places) : 0;
  return { places, weeks: weeks > MOST_WEEKS ? 0 : weeks };
}

/** @param {HTMLFormElement} form */
function tell(form) {
  const told = sure("[data-need-words]", HTMLElement, form);
  const field = (/** @type {string} */ name) => sure(`[name="${name}"]`, HTMLInputElement, form).value;
  const classes = Number(form.dataset.classes);
  const found = need({
    start: field("noon.start"),
    end: field("noon.end"),
    each: Number(field("noon.minutes:number")),
    atOnce: Number(field("noon.classes:number")),
    classes,
    days: Number(form.dataset.days),
  });
  const { needWords, needWeekly, needShort } = told.dataset;
  const words = found.weeks === 0 ? needShort : found.weeks === 1 ? needWeekly : needWords;
  const open = sure("[data-noon]", HTMLInputElement, form).checked;
  told.textContent = open ? fill(words, { ...found, classes }) : "";
}

/**
 * The usual dates of a place, for those that stand there.
 * @param {HTMLSelectElement} places
 */
function follow(places) {
  const usual = places.selectedOptions[0]?.dataset ?? {};
  for (const [name, date] of Object.entries({
    start: usual.start,
    end: usual.end,
    "free.first:optional": usual.first,
    "free.last:optional": usual.last,
  })) {
    sure(`[name="${name}"]`, HTMLInputElement).value = date ?? "";
  }
}

const places = one("[data-place]", HTMLSelectElement);
places?.addEventListener("change", () => follow(places));
const form = one("[data-need]", HTMLFormElement);
form?.addEventListener("input", () => tell(form));
if (form) tell(form);
