// Copies a text beside its button: <button data-copy="id of the field" data-copied="Đã sao chép">. Without it the field can be selected and copied by hand.
import {say} from "./send.js";

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch { // on plain HTTP browsers have no clipboard
    if (!document.execCommand("copy")) return;
  }
  say(button.dataset.copied);
});
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
