// Marks of attendance without leaving the page: a form with data-mark is sent by itself, with part=true, and each element with data-part
// of the answer takes the place of that with its id: the line, the counts. Without scripts the form leads back to the page.
//
//   <li id="d-3" data-part data-said="Trần Đức Thuần: Có mặt"> <form data-mark action="…"> <button name="state" value="present" data-state="present">
import {send, say} from "./send.js";

document.addEventListener("submit", async event => {
  const form = event.target, button = event.submitter;
  if (!form.matches("[data-mark]")) return;
  event.preventDefault();
  const line = form.closest("[data-part]");
  if (line.dataset.busy) return;
  line.dataset.busy = "true";
  const fields = new FormData(form, button);
  fields.set("part", "true");
  try {
    const answer = await send(form.action, fields), html = answer.headers.get("Content-Type")?.startsWith("text/html");
    if (!html) throw { sentence: (await answer.json()).error };
    replace(await answer.text(), line, button, answer.ok);
  } catch (failed) {
    delete line.dataset.busy;
    say(failed.sentence ?? document.querySelector("[data-lost]").dataset.lost);
  }
});

function replace(html, line, button, saved) {
  const answer = new DOMParser().parseFromString(html, "text/html"), open = line.querySelector("details")?.open;
  for (const part of answer.querySelectorAll("[data-part]")) {
    if (part.id === line.id && saved && open && !button.form.matches("[data-whole]")) part.querySelector("details").open = true;
    document.getElementById(part.id)?.replaceWith(part);
  }
  const fresh = document.getElementById(line.id);
  (fresh.querySelector(button.dataset.state ? `[data-state="${button.dataset.state}"]` : "[aria-invalid], summary") ?? fresh.querySelector("summary")).focus();
  if (saved) say(fresh.dataset.said);
}
