// What the other librarian does appears by itself: the version is asked for now and then while the page is seen.

import { ask, fill, say } from "../base/service.js";
import { root, show } from "./view.js";

const EVERY = 4000;

async function look() {
  const here = root();
  if (!here || document.hidden || here.getAttribute("aria-busy") === "true") return;
  const { ok, data } = await ask("GET", here.dataset.look, { headers: { "If-None-Match": `"${here.dataset.version}"` } });
  if (!ok || root() !== here || !data || data.version === Number(here.dataset.version)) return;
  const focus = document.activeElement?.dataset?.chip;
  await show(location.href, focus);
  if (data.by !== here.dataset.me) say(fill(here.dataset.other, data));
}

/** Look from time to time. */
export const watch = () => setInterval(look, EVERY);
