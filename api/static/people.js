// Accounts. With many schools the choices are long: they stand in the page once, and are copied where somebody asks for them.

/** All choices; what was chosen already stays chosen. */
function complete(list) {
  const all = document.querySelector(list.dataset.like).options;
  if (list.options.length === all.length) return;
  const chosen = list.value;
  list.replaceChildren(...[...all].map((one) => one.cloneNode(true)));
  list.value = chosen;
}

for (const details of document.querySelectorAll("details")) {
  details.addEventListener("toggle", () => details.querySelectorAll("[data-like]").forEach(complete), { once: true });
}
