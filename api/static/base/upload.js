// Files: chosen or dropped, sent at once, all problems shown at once.

import { send } from "./forms.js";

export function watchUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    const label = form.querySelector("strong");
    const words = label.textContent;
    const begin = () => {
      label.textContent = form.dataset.busy;
      send(form);
    };
    input.addEventListener("change", () => input.files[0] && begin());
    form.addEventListener("refused", () => {
      label.textContent = words;
      input.value = "";
    });
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      begin();
    });
  }
}
