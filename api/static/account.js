// My tokens: the secret of a new one is shown once.

document.querySelector("[data-token]").addEventListener("done", ({ target, detail }) => {
  const place = target.closest("section").querySelector("[data-secret]");
  place.hidden = false;
  const field = place.querySelector("input");
  field.value = detail.secret;
  field.focus();
  field.select();
});
