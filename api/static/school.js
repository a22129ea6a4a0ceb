// The page of one school: progress of planning, previews of drafts, publishing, papers with names.

import { every, one, sure } from "./base/dom.js";
import { ask, below, fill, go } from "./base/service.js";

/** @param {HTMLElement} box */
function watchRun(box) {
  const { dataset } = box;
  const phase = sure("[data-phase]", HTMLElement, box);
  const bar = sure("progress", HTMLProgressElement, box);
  const figures = sure("[data-figures]", HTMLElement, box);
  const source = new EventSource(below(`${dataset.run}/events`));
  const sayPhase = (/** @type {string | undefined} */ words) => {
    // Told again only when it has changed: a screen reader reads every change.
    if (phase.textContent !== words) phase.textContent = words ?? "";
  };
  source.addEventListener("run", ({ data }) => {
    const run = JSON.parse(data);
    const progress = run.progress;
    if (["done", "failed", "cancelled"].includes(run.state)) {
      source.close();
      go(run.outcome?.revisions?.length ? "#drafts" : "#now");
      return;
    }
    if (run.state === "queued") sayPhase(dataset.waiting);
    else if (run.cancel) sayPhase(dataset.stopping);
    else if (!progress) sayPhase(dataset.beginning);
    else if (progress.cost === null) sayPhase(dataset.searching);
    else sayPhase(progress.cost === progress.bound ? dataset.best : dataset.improving);
    if (!progress) return;
    const proven = progress.cost !== null && progress.cost === progress.bound;
    bar.value = proven ? 1 : Math.min(1, progress.seconds / Number(dataset.seconds));
    const words = [fill(dataset.number, { n: Math.round(progress.seconds), most: dataset.seconds })];
    if (progress.cost !== null) words.push(fill(dataset.points, { cost: progress.cost, bound: progress.bound ?? 0 }));
    figures.textContent = words.join(" · ");
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  });
}

const box = one("[data-run]", HTMLElement);
if (box) watchRun(box);

for (const details of every("[data-changes]", HTMLDetailsElement)) {
  details.addEventListener("toggle", async () => {
    const words = sure("pre", HTMLElement, details);
    const { ok, data, problem } = await ask("GET", details.dataset.changes ?? "");
    words.textContent = ok ? data.text : problem.title;
  }, { once: true });
}
for (const details of every("[data-preview]", HTMLDetailsElement)) {
  details.addEventListener("toggle", () => {
    sure("iframe", HTMLIFrameElement, details).src = below(details.dataset.preview ?? "");
  }, { once: true });
}
one("[data-internal]", HTMLInputElement)?.addEventListener("change", ({ target }) => {
  const internal = target instanceof HTMLInputElement && target.checked;
  for (const link of every("[data-paper]", HTMLAnchorElement)) {
    const to = new URL(link.href);
    if (internal) to.searchParams.set("internal", "true");
    else to.searchParams.delete("internal");
    link.href = to.href;
  }
});
