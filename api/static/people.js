// Accounts. With many schools the choices are long: they stand in the page once, and are copied where they are opened.

for (const details of document.querySelectorAll("details")) {
  details.addEventListener("toggle", () => {
    for (const list of details.querySelectorAll("[data-like]")) {
      list.replaceChildren(...[...document.querySelector(list.dataset.like).options].map((one) => one.cloneNode(true)));
    }
  }, { once: true });
}
