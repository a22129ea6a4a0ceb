// The board is drawn by the server; this fetches it anew and puts it in place, keeping the eye, the focus and the scroll.

import { ask, below, complain, go, messagePlace, say } from "../base/service.js";

const ROOT = "[data-board]";
let latest = 0;

export const root = () => document.querySelector(ROOT);
export const picked = () => root()?.querySelector("a.picked");

/** The line that tells: said again only when it changes, since a screen reader reads every change. */
export function tell(words) {
  const line = root().querySelector("[data-tell]");
  line.dataset.first ??= line.textContent;
  const next = words ?? line.dataset.first;
  if (line.textContent !== next) line.textContent = next;
}

/** Show another state of the board. `focus` is the key of the chip that has the focus afterwards. `carrying`: a chip is under the
    finger; a touch is only heard as long as what was touched is there, so the cells stay and only what they say is new. */
export async function show(address, focus, carrying = false) {
  const mine = ++latest;
  root().setAttribute("aria-busy", "true");
  let text = "";
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw answer;
    text = await answer.text();
  } catch {
    location.assign(address); // the page itself says what is wrong
    return;
  }
  if (mine !== latest) return; // something newer has been asked for meanwhile
  const next = new DOMParser().parseFromString(text, "text/html").querySelector(ROOT);
  if (!next) return location.assign(address);
  const scroll = root().querySelector(".scroll");
  const at = [scroll.scrollLeft, scroll.scrollTop];
  if (carrying) patch(next);
  else root().replaceWith(document.adoptNode(next));
  const again = root().querySelector(".scroll");
  [again.scrollLeft, again.scrollTop] = at;
  history.replaceState(null, "", address);
  document.dispatchEvent(new CustomEvent("board-shown", { detail: { focus } }));
}

/** The same cells with what the new ones say. */
function patch(next) {
  const [old, now] = [root(), next].map((one) => [...one.querySelectorAll("[data-grid] td")]);
  for (const [n, cell] of now.entries()) {
    old[n].className = cell.className;
    old[n].dataset.tells = cell.dataset.tells ?? "";
    for (const verdict of old[n].querySelectorAll(":scope > form, :scope > .no")) verdict.remove();
    old[n].append(...cell.querySelectorAll(":scope > form, :scope > .no"));
    for (const [k, chip] of [...cell.querySelectorAll("a[data-chip]")].entries()) {
      const here = old[n].querySelectorAll("a[data-chip]")[k];
      here.className = `${chip.className}${here.classList.contains("dragged") ? " dragged" : ""}`;
    }
  }
  delete root().querySelector("[data-tell]").dataset.first;
  for (const part of ["[data-tell]", ".taken"]) root().querySelector(part).replaceChildren(...next.querySelector(part).childNodes);
  root().removeAttribute("aria-busy");
}

/** Send one of the forms of the board, then show what has become of it. */
export async function act(form) {
  const fields = new FormData(form);
  root().setAttribute("aria-busy", "true");
  const { ok, problem } = await ask("POST", "/act", { body: new URLSearchParams(fields) });
  const next = below(fields.get("_go"));
  if (ok && !new URL(next, location.href).pathname.endsWith("/board")) return go(fields.get("_go"), fields.get("_said"));
  await show(ok ? next : location.href, null);
  if (ok) return;
  if (problem.code === "board_moved") say(problem.title);
  else complain(messagePlace(root()), problem);
  tell(problem.title);
}
