// Calendar links: one at a time with its QR code, or a sheet of slips for the classes.

import { ask, complain, fill } from "./base/service.js";

const dialog = document.querySelector("#made");
const sheet = document.querySelector("#sheet");

/** A QR code as the service drew it, made part of the page without any trust in its text. */
function drawQr(place, svg) {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const [width, height] = [drawn.getAttribute("width"), drawn.getAttribute("height")];
  drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
  place.replaceChildren(document.importNode(drawn, true));
}

document.addEventListener("done", ({ detail }) => {
  if (!detail?.webcal) return;
  const option = document.querySelector(`option[value="${CSS.escape(detail.scope)}"]`);
  dialog.querySelector("[data-name]").textContent = option?.textContent ?? detail.scope;
  dialog.querySelector("[data-webcal]").href = detail.webcal;
  dialog.querySelector("[data-url]").value = detail.url;
  drawQr(dialog.querySelector("[data-qr]"), detail.qr);
  dialog.showModal();
});

dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog?.addEventListener("close", () => location.reload());
document.querySelector("[data-sheet]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const all = form.elements.which.value === "all";
  const classes = [...form.querySelectorAll("[data-class]")].filter((one) => all || "missing" in one.dataset);
  const status = form.querySelector("[data-status]");
  const button = form.querySelector("button");
  const slips = sheet.querySelector(".slips");
  button.disabled = true;
  for (const [n, one] of classes.entries()) {
    status.textContent = fill(form.dataset.progress, { n: n + 1, all: classes.length });
    const json = { scope: one.value, language: form.dataset.language };
    const { ok, data, problem } = await ask("POST", form.dataset.sheet, { json });
    if (!ok) {
      complain(form.querySelector("[data-message]"), problem);
      break;
    }
    const slip = sheet.querySelector("template").content.cloneNode(true);
    slip.querySelector(".class").textContent = one.dataset.class;
    slip.querySelector(".qr").setAttribute("aria-label", one.dataset.class);
    drawQr(slip.querySelector(".qr"), data.qr);
    slips.append(slip);
  }
  if (!slips.children.length) {
    button.disabled = false;
    return;
  }
  for (const part of document.querySelectorAll("main > .screen")) part.hidden = true;
  sheet.hidden = false;
  sheet.querySelector("h1").focus();
});
sheet?.querySelector("[data-print]").addEventListener("click", () => window.print());
