// One way to ask the service, one way to say what it answered.

import { one, sure } from "./dom.js";

/**
 * Why something was not done, as the service says it.
 * @typedef {{title: string, code?: string, params?: Record<string, string>, problems: {message: string}[]}} Problem
 */
/**
 * An answer: `data` where it was done, `problem` where not.
 * @typedef {{ok: true, data: any, response: Response, problem?: undefined} | {ok: false, problem: Problem, data?: undefined}} Answer
 */

const toasts = sure(".toasts", HTMLElement);
const FLASH = "lunjie-flash";
const PART = "lunjie-part";
// The path of its host below which the service stands; empty at the top. Addresses that begin with a slash are said without it.
const root = document.documentElement.dataset.root ?? "";

/**
 * An address as the browser needs it.
 * @param {string} address
 */
export const below = (address) => (address.startsWith("/") ? root + address : address);

/**
 * Send a request. Whoever is logged out meanwhile goes to the login page.
 * @param {string} method
 * @param {string} url
 * @param {{json?: unknown, body?: BodyInit, headers?: Record<string, string>}} [more]
 * @returns {Promise<Answer>}
 */
export async function ask(method, url, { json, body, headers = {} } = {}) {
  /** @type {RequestInit & {headers: Record<string, string>}} */
  const options = { method, headers: { Accept: "application/json", ...headers }, body };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(below(url), options);
  } catch {
    return { ok: false, problem: { title: toasts.dataset.failed ?? "", problems: [] } };
  }
  const text = response.status === 204 ? "" : await response.text();
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    data = { title: `${response.status} ${response.statusText}` };
  }
  if (response.ok) return { ok: true, data, response };
  if (data?.code === "not_logged_in") {
    const here = location.pathname.slice(root.length) + location.search;
    location.assign(below(`/login?next=${encodeURIComponent(here)}`));
    return new Promise(() => {});
  }
  return { ok: false, problem: { problems: [], ...data } };
}

/**
 * Fill in {places} of words that came with the page.
 * @param {string | undefined} words
 * @param {Record<string, unknown>} values
 */
export const fill = (words, values) => (words ?? "").replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));

/**
 * Show why something was not done, with everything that is wrong with a file: each says where, what, and how to mend it.
 * @param {HTMLElement} place
 * @param {{title?: string, problems?: {message: string}[]}} problem
 */
export function complain(place, problem) {
  place.replaceChildren(problem.title ?? "");
  if (problem.problems?.length) {
    const list = document.createElement("ol");
    list.className = "problems";
    for (const wrong of problem.problems) {
      const item = document.createElement("li");
      item.textContent = wrong.message;
      list.append(item);
    }
    place.append(list);
  }
  place.hidden = false;
}

/**
 * The place for messages that belongs to a form or button.
 * @param {Element} element
 */
export function messagePlace(element) {
  for (let place = /** @type {Element | null} */ (element); place; place = place.parentElement) {
    const found = one("[data-message]", HTMLElement, place);
    if (found) return found;
  }
  return null;
}

const sayPlace = () => sure("[data-say]", HTMLElement, toasts);

/**
 * Say something at the foot of the page, perhaps with a way back.
 * @param {string} words
 * @param {string} [undo]
 */
export function say(words, undo) {
  const place = sayPlace();
  place.replaceChildren(words);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = toasts.dataset.undoWord ?? "";
    button.addEventListener("click", async () => {
      const { ok, problem } = await ask("POST", undo);
      if (ok) go("", toasts.dataset.undone);
      else say(problem.title);
    });
    place.append(button);
  }
  forget(undo ? 20000 : 7000);
}

/** @type {number | undefined} */
let forgetting;

/**
 * What was said goes away after a while.
 * @param {number} after milliseconds
 */
function forget(after) {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => sayPlace().replaceChildren(), after);
}

/**
 * Go on to a page (the same one, or a part of it, is loaded anew) and say something there.
 * @param {string} where
 * @param {string} [words]
 * @param {string} [undo]
 */
export function go(where, words, undo) {
  if (words) sessionStorage.setItem(FLASH, JSON.stringify({ words, undo }));
  const to = new URL(where ? below(where) : location.href, location.href);
  if (to.origin === location.origin && to.pathname + to.search === location.pathname + location.search) {
    const part = to.hash;
    if (part) {
      // A reload keeps the old place on the page, unless it is told where to go.
      sessionStorage.setItem(PART, part);
      history.scrollRestoration = "manual";
      history.replaceState(null, "", part);
    }
    location.reload();
  } else {
    location.assign(to);
  }
}

/** What the page before wanted to have shown and said here. */
export function sayFlash() {
  const part = sessionStorage.getItem(PART);
  sessionStorage.removeItem(PART);
  const shown = part ? one(part, HTMLElement) : null;
  if (shown) {
    shown.scrollIntoView({ behavior: "instant" });
    shown.tabIndex = -1;
    shown.focus({ preventScroll: true });
  }
  const kept = sessionStorage.getItem(FLASH);
  if (!kept) {
    // What the service itself had to say stands in the page.
    if (sayPlace().childNodes.length) forget(20000);
    return;
  }
  sessionStorage.removeItem(FLASH);
  const { words, undo } = JSON.parse(kept);
  // A moment later, so that screen readers notice that something has come.
  setTimeout(() => say(words, undo), 150);
}
