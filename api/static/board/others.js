// What the other librarian does appears by itself: the version is asked for now and then while the page is seen.

import { ask, fill, say } from "../base/service.js";
import { root, show } from "./view.js";

const EVERY = 4000;

async function look() {
  const here = root();
  if (document.hidden || here.getAttribute("aria-busy") === "true") return;
  const { look: address = "", version, me, other } = here.dataset;
  const { ok, data } = await ask("GET", address, { headers: { "If-None-Match": `"${version}"` } });
  if (!ok || root() !== here || !data || data.version === Number(version)) return;
  const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.chip : undefined;
  await show(location.href, focus);
  if (data.by !== me) say(fill(other, data));
}

/** Look from time to time. */
export const watch = () => setInterval(look, EVERY);
