// The start of every page: forms are sent, what the page before wanted said is said.

import { around, every, sure } from "./base/dom.js";
import { listen } from "./base/forms.js";
import { say, sayFlash } from "./base/service.js";
import { putBack } from "./base/typed.js";
import { watchUploads } from "./base/upload.js";

for (const part of every("[data-without-script]", HTMLElement)) part.hidden = true;
for (const part of every("[data-with-script]", HTMLElement)) part.hidden = false;
document.addEventListener("click", ({ target }) => {
  if (around(target, "[data-print]", HTMLElement)) window.print();
});
// A link to one of many things that are folded away opens it.
const aimed = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
if (aimed instanceof HTMLDetailsElement) aimed.open = true;
// Where a new school may be is proposed by it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `lunjie_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
listen();
watchUploads();
sayFlash();
if (putBack()) say(sure(".toasts", HTMLElement).dataset.kept ?? "");
