// Asks before a form with data-unsaved is left with something typed in it that was not sent. A text that saves itself counts as sent.
const dirty = new Set();

document.addEventListener("input", event => {
  const form = event.target.form;
  if (form?.matches("[data-unsaved]") && !event.target.matches("[data-autosave]")) dirty.add(form);
});
document.addEventListener("submit", event => dirty.delete(event.target));
document.addEventListener("reset", event => dirty.delete(event.target));
addEventListener("beforeunload", event => { if (dirty.size) event.preventDefault(); });
