// School files: chosen or dropped, checked by the service, all problems shown at once.

import { ask, complain, fill, go } from "./service.js";

async function upload(form, content, name) {
  const [method, url] = form.dataset.upload.split(" ");
  const place = form.querySelector("[data-message]");
  const label = form.querySelector("strong");
  const words = label.textContent;
  label.textContent = form.dataset.busy;
  place.hidden = true;
  // Only the ending of the name matters, and headers cannot hold Chinese.
  const headers = { "Content-Disposition": `attachment; filename="school${/\.\w+$/.exec(name)?.[0] ?? ""}"` };
  if (form.dataset.match) headers["If-Match"] = `"${form.dataset.match}"`;
  const { ok, data, problem } = await ask(method, url, { body: content, headers });
  if (ok) return go(fill(form.dataset.go, data), form.dataset.said);
  label.textContent = words;
  form.reset();
  complain(place, problem);
}

export function watchUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", () => input.files[0] && upload(form, input.files[0], input.files[0].name));
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      const file = event.dataTransfer.files[0];
      if (file) upload(form, file, file.name);
    });
  }
  for (const button of document.querySelectorAll("[data-sample]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      const response = await fetch(button.dataset.sample);
      await upload(button.closest("section").querySelector("form[data-upload]"), await response.blob(), "school.yaml");
      button.disabled = false;
    });
  }
}
