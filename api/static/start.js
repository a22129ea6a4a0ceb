// The start of every page: forms are sent, what the page before wanted said is said.

import { listen } from "./base/forms.js";
import { sayFlash } from "./base/service.js";
import { watchUploads } from "./base/upload.js";

for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && window.print());
// A link to one of many things that are folded away opens it.
const aimed = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (aimed instanceof HTMLDetailsElement) aimed.open = true;
listen();
watchUploads();
sayFlash();
