// A text that saves itself a moment after the writer rests; see the partial "autosave" for what it expects. The text is posted under its
// own name with version=…; the answer is JSON {"version": 13}. 409: somebody else has saved; then the form itself is to be sent, which the
// server answers with both texts. What could not be saved is kept in the browser, for that account alone, until it can.
import {send, clock, draftKey} from "./send.js";

const rest = 1500, retry = 10000;

// The texts of the page. One that was taken out of it with all that was typed saved is let go: a desk stays open all day.
const texts = new Set();
const each = act => texts.forEach(one => { one.over() ? texts.delete(one) : act(one); });
const begin = part => part.querySelectorAll("[data-autosave]").forEach(keepSaving);
begin(document);
document.addEventListener("refreshed", event => { each(() => {}); begin(event.target); }); // a text that came later
for (const name of ["online", "visibilitychange"]) addEventListener(name, () => each(one => one.save()));
addEventListener("pagehide", () => each(one => one.leave()));
addEventListener("pageshow", event => { if (event.persisted && document.querySelector("[data-autosave][data-leave]")) location.reload(); }); // what comes back from memory is an older page

function keepSaving(text) {
  if (text.saves) return;
  text.saves = true;
  const status = document.getElementById(text.dataset.status), key = draftKey(text.dataset.autosave);
  let saved = text.value, timer, busy = false, stopped = false;

  const tell = words => { if (status.textContent !== words) status.textContent = words; };
  const keep = () => { if (!stopped) try { localStorage.setItem(key, JSON.stringify({ text: text.value, version: text.dataset.version })); } catch { /* full or forbidden */ } };
  const later = delay => { clearTimeout(timer); timer = setTimeout(save, delay); };

  const version = number => {
    text.dataset.version = number;
    for (const field of text.form?.querySelectorAll("[name=version]") ?? []) field.value = number;
  };

  function conflict() {
    if (stopped) return;
    keep();
    stopped = true;
    const button = document.createElement("button");
    button.textContent = status.dataset.compare;
    button.type = "button";
    button.className = "plain";
    button.onclick = () => text.form.requestSubmit();
    status.replaceChildren(status.dataset.both + " ", button);
    status.classList.add("bad");
    text.dispatchEvent(new CustomEvent("conflict", { bubbles: true }));
  }

  async function save() {
    if (busy || stopped || text.value === saved) return;
    busy = true;
    const sent = text.value;
    tell(status.dataset.saving);
    try {
      const answer = await send(text.dataset.autosave, { [text.name]: sent, version: text.dataset.version });
      if (answer.ok) {
        saved = sent;
        version((await answer.json()).version);
        localStorage.removeItem(key);
        tell(clock(status.dataset.saved, new Date()));
        text.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
      } else if (answer.status === 409) {
        conflict();
      } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        keep();
        tell(status.dataset.signedout);
      } else {
        keep();
        tell(status.dataset.refused);
        if (answer.status >= 500) later(retry);
      }
    } catch {
      keep();
      tell(status.dataset.offline);
      later(retry);
    }
    busy = false;
    if (text.value !== sent) later(rest);
  }

  let typed = false;
  text.addEventListener("input", () => { typed = true; keep(); later(rest); });
  text.addEventListener("blur", save);
  // What was typed goes into the record when the writer leaves without saving.
  function leave() {
    if (!("leave" in text.dataset) || !typed || stopped) return;
    const fields = { [text.name]: text.value, version: text.dataset.version, left: "1", _csrf: document.querySelector("meta[name=csrf]")?.content ?? "" };
    navigator.sendBeacon(text.dataset.autosave, new URLSearchParams(fields)); // if it is lost, the browser still has the text
  }
  texts.add({ save, leave, over: () => !text.isConnected && !busy && (stopped || text.value === saved) });
  text.form?.addEventListener("submit", () => { stopped = true; localStorage.removeItem(key); });

  text.addEventListener("dropped", () => { stopped = true; clearTimeout(timer); localStorage.removeItem(key); }); // it is written on elsewhere

  const draft = JSON.parse(localStorage.getItem(key) ?? "null");
  if (draft?.text === saved) localStorage.removeItem(key);
  else if (draft) {
    text.value = draft.text;
    text.closest("details")?.setAttribute("open", ""); // the writer is to see it
    tell(status.dataset.restored);
    version(draft.version); // if it is an older one, the server finds the conflict
    later(rest);
  }
}
