// Backups: when one was taken last is said as soon as it has been taken; the browser saves it beside the page.

import { one } from "./base/dom.js";

const EVERY = 1000;
const TRIES = 120;

/**
 * Look again until the page of the service says something else.
 * @param {HTMLElement} told
 * @param {number} left
 */
async function follow(told, left) {
  if (!left) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-taken]")?.textContent ?? "";
    if (answer.ok && now && now !== told.textContent) {
      told.textContent = now;
      return;
    }
  } catch {
    // The next look may find the service again.
  }
  setTimeout(() => follow(told, left - 1), EVERY);
}

const told = one("[data-taken]", HTMLElement);
one("[data-take]", HTMLAnchorElement)?.addEventListener("click", () => told && follow(told, TRIES));
