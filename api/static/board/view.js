// The board is drawn by the server; this fetches it anew and puts it in place, keeping the eye, the focus and the scroll.

import { every, one, sure } from "../base/dom.js";
import { ask, below, complain, go, messagePlace, say } from "../base/service.js";

const ROOT = "[data-board]";
let latest = 0;

export const root = () => sure(ROOT, HTMLElement);
export const grid = () => sure("[data-grid]", HTMLTableElement, root());
export const picked = () => one("a.picked", HTMLAnchorElement);
/**
 * The cell in which something is, or that stands at a point.
 * @param {Element | null | undefined} within
 */
export const cellOf = (within) => {
  const cell = within?.closest("[data-grid] td");
  return cell instanceof HTMLTableCellElement ? cell : null;
};

/**
 * The line that tells: said again only when it changes, since a screen reader reads every change.
 * @param {string} [words] none: what it said at first
 */
export function tell(words) {
  const line = sure("[data-tell]", HTMLElement, root());
  // What is hidden from this kind of device is no part of it.
  line.dataset.first ??= line.innerText;
  const next = words ?? line.dataset.first;
  if (line.innerText !== next) line.textContent = next;
}

/**
 * Show another state of the board.
 * @param {string} address
 * @param {string | null} [focus] key of the chip that has the focus afterwards; null: what is picked up; none: it stays as it is
 * @param {boolean} [carrying] a chip is under the finger; a touch is only heard as long as what was touched is there, so the cells
 *   stay and only what they say is new
 */
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
  const next = one(ROOT, HTMLElement, new DOMParser().parseFromString(text, "text/html"));
  if (!next) return location.assign(address);
  const scroll = sure(".scroll", HTMLElement, root());
  const at = [scroll.scrollLeft, scroll.scrollTop];
  if (carrying) patch(next);
  else root().replaceWith(document.adoptNode(next));
  const again = sure(".scroll", HTMLElement, root());
  [again.scrollLeft = 0, again.scrollTop = 0] = at;
  history.replaceState(null, "", address);
  document.dispatchEvent(new CustomEvent("board-shown", { detail: { focus } }));
  const ways = one("[data-ways] h2", HTMLElement, root());
  if (ways && focus === null) {
    ways.scrollIntoView({ block: "start" });
    ways.focus({ preventScroll: true });
  }
}

/**
 * The same cells with what the new ones say.
 * @param {HTMLElement} next
 */
function patch(next) {
  const [old, now] = [root(), next].map((board) => every("[data-grid] td", HTMLTableCellElement, board));
  const verdicts = ":scope > form, :scope > .no";
  for (const [n, cell] of (now ?? []).entries()) {
    const here = old?.[n];
    if (!here) continue;
    here.className = cell.className;
    here.dataset.tells = cell.dataset.tells ?? "";
    for (const verdict of here.querySelectorAll(verdicts)) verdict.remove();
    here.append(...cell.querySelectorAll(verdicts));
  }
  const looks = new Map(every("a[data-chip]", HTMLAnchorElement, next).map((chip) => [chip.dataset.chip, chip.className]));
  for (const chip of every("a[data-chip]", HTMLAnchorElement, root())) {
    const dragged = chip.classList.contains("dragged");
    chip.className = looks.get(chip.dataset.chip) ?? chip.className;
    chip.classList.toggle("dragged", dragged);
  }
  delete sure("[data-tell]", HTMLElement, root()).dataset.first;
  for (const part of ["[data-tell]", ".taken"]) {
    sure(part, HTMLElement, root()).replaceChildren(...sure(part, HTMLElement, next).childNodes);
  }
  root().removeAttribute("aria-busy");
}

/**
 * Send one of the forms of the board, then show what has become of it.
 * @param {HTMLFormElement} form
 */
export async function act(form) {
  const fields = new FormData(form);
  /** @param {string} name */
  const field = (name) => String(fields.get(name) ?? "");
  root().setAttribute("aria-busy", "true");
  const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
  const { ok, problem } = await ask("POST", "/act", { body });
  const next = below(field("_go"));
  if (ok && !new URL(next, location.href).pathname.endsWith("/board")) return go(field("_go"), field("_said"));
  await show(ok ? next : location.href, null);
  if (ok) return;
  const place = messagePlace(root());
  if (problem.code === "board_moved" || !place) say(problem.title);
  else complain(place, problem);
  tell(problem.title);
}
