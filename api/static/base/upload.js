// Files: chosen or dropped, sent at once, all problems shown at once.

import { every, sure } from "./dom.js";
import { send } from "./forms.js";

export function watchUploads() {
  for (const form of every("form[data-upload]", HTMLFormElement)) {
    const input = sure("input[type=file]", HTMLInputElement, form);
    const label = sure("strong", HTMLElement, form);
    const words = label.textContent;
    const begin = () => {
      label.textContent = form.dataset.busy ?? "";
      send(form);
    };
    input.addEventListener("change", () => input.files?.[0] && begin());
    form.addEventListener("refused", (event) => {
      label.textContent = words;
      // Where it is asked what to do with the file, the file stays.
      if (/** @type {CustomEvent} */ (event).detail?.code !== "same_school") input.value = "";
    });
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      input.files = files;
      begin();
    });
  }
}
