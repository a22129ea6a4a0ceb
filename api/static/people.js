// Accounts: roles are sent whole, since the service replaces them whole.

import { ask, complain, go, messagePlace } from "./service.js";
import { gathered, send } from "./act.js";

async function grant(list, roles) {
  const { ok, problem } = await ask("PATCH", list.dataset.person, { json: { roles } });
  if (ok) go("reload");
  else complain(messagePlace(list), problem);
}

for (const list of document.querySelectorAll("[data-person]")) {
  const roles = JSON.parse(list.dataset.roles);
  list.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-drop]")?.dataset.drop;
    if (key === undefined) return;
    const { [key]: _gone, ...left } = roles;
    grant(list, left);
  });
  list.closest("section").querySelector("[data-grant]").addEventListener("submit", ({ target }) => {
    grant(list, { ...roles, [target.elements.school.value]: target.elements.role.value });
  });
}

// With many schools and accounts the choices are long: they stand in the page once, and are copied where they are opened.
for (const details of document.querySelectorAll("details")) {
  details.addEventListener("toggle", () => {
    for (const list of details.querySelectorAll("[data-like]")) {
      list.replaceChildren(...[...document.querySelector(list.dataset.like).options].map((one) => one.cloneNode(true)));
    }
  }, { once: true });
}

document.querySelector("[data-new-person]").addEventListener("submit", ({ target }) => {
  const role = target.querySelector("[data-role]").value;
  send(target, { ...gathered(target), roles: { [target.querySelector("[data-role-school]").value]: role } });
});
