// The secretary's desk: its clocks, its keys, and acts without leaving the page. Every act is a form that works without this file.
//
//   <div data-desk="/events/x/desk" data-now="…" hidden>   where the desk is, and the server's clock
//   <section id="…" data-part>      made anew after each act and when the event has moved
//   <form data-act>                 posted by itself, with at=… by the server's clock; data-clears: emptied when it was taken
//   <form data-with-typed>          takes the summary along that is being typed
//   <button data-key="p">           pressed by P, or by Alt+P while somebody types; data-nth: by its number in the queue
//   <span data-watch="seconds" data-started data-paused data-paused-ms data-minutes>   a clock
//
// Without a network an act waits in this browser with the time at which it was pressed, and is sent later in the same order. The server does
// an act once however often it is sent.
import { say, fill, draftKey } from "./send.js";

const desk = document.querySelector("[data-desk]"), here = desk.dataset.desk, store = `desk:${desk.dataset.account}:${here}`; // acts of one account are never sent by another
const notice = document.getElementById("desk-waiting");

// The server's clock: what it said, and the time that has passed since the answer came.
const loaded = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
let ahead = Date.parse(desk.dataset.now) - (performance.timeOrigin + loaded);
const now = () => Date.now() + ahead;

const two = n => String(n).padStart(2, "0");
function tick() {
  for (const watch of document.querySelectorAll("[data-watch]")) {
    const { started, paused, pausedMs, minutes } = watch.dataset;
    if (!started) continue;
    const ran = Math.max(0, (paused ? Date.parse(paused) : now()) - Date.parse(started) - Number(pausedMs)), s = Math.floor(ran / 1000);
    const text = watch.dataset.watch === "minutes" ? String(Math.floor(s / 60)) : s < 3600 ? two(Math.floor(s / 60)) + ":" + two(s % 60)
      : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
    if (watch.textContent !== text) watch.textContent = text;
    if (!minutes) continue;
    const whole = Number(minutes) * 60, part = watch.closest("[data-part]"), left = whole - s;
    watch.classList.toggle("over", left < 0);
    const meter = part.querySelector("[data-meter]"), over = part.querySelector("[data-over]"), warn = part.querySelector("[data-warn]");
    if (meter) meter.value = whole ? Math.min(100, 100 * s / whole) : 100;
    if (over) over.hidden = left >= 0;
    if (warn) warn.hidden = left < 0 || left > 60;
  }
}
tick();
setInterval(tick, 250);

// Parts are made anew; the summary that is being typed stays in the page as it is, and what somebody writes in is left alone.
function renew(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html"), said = fresh.querySelector("[data-desk]");
  if (said?.dataset.account !== desk.dataset.account) return false; // nobody is signed in any more, or somebody else is
  ahead = Date.parse(said.dataset.now) - Date.now();
  const token = fresh.querySelector("meta[name=csrf]")?.content;
  if (token) {
    document.querySelector("meta[name=csrf]").content = token;
    for (const field of document.querySelectorAll("[name=_csrf]")) field.value = token;
  }
  if (held) { missed = true; return true; } // read again when the hand lets go
  // A form that nobody has opened is about the item that is on.
  for (const field of fresh.querySelectorAll("#vote-item, #more-request [name=item]")) {
    const old = document.getElementById(field.id);
    if (old && !old.closest("details").open) old.value = field.value;
  }
  // Two texts on one speech stand in a card of their own, with what was typed here to the last letter; the field then has the record's.
  const typed = text(), whose = typed?.closest("[data-part]").dataset.speech, card = `mine-${whose}`;
  const clash = typed && fresh.getElementById(card), writing = typed && document.activeElement === typed;
  const torn = clash && !document.getElementById(card) && typed.value !== typed.defaultValue ? typed.value : null;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = document.getElementById(part.id), active = document.activeElement;
    if (!old || old.outerHTML === part.outerHTML) continue;
    const inside = old.contains(active), kept = old.querySelector("[data-keep]");
    const same = kept && part.querySelector("[data-keep]") && part.dataset.speech === old.dataset.speech && !clash
      && (typed.value !== typed.defaultValue || typed.value === part.querySelector("[data-autosave]").value); // what somebody else has written on is shown
    if (inside && active.matches("textarea, input, select") && !kept?.contains(active) && !(active.matches("[id^=mine-]") && fresh.getElementById(active.id))) continue;
    const at = inside && active.matches("textarea") ? [active.selectionStart, active.selectionEnd] : null;
    if (same) {
      const mine = kept.querySelector("[data-autosave]"), theirs = part.querySelector("[data-autosave]");
      if (theirs.value === mine.value || theirs.value === recorded) mine.dataset.version = theirs.dataset.version; // an act has taken it along
      part.querySelector("[data-keep]").replaceWith(kept);
      const version = mine.dataset.version;
      part.querySelector("[name=version]").value = version;
    }
    const own = [...old.querySelectorAll("[id^=mine-]")].filter(field => field.value !== field.defaultValue);
    old.replaceWith(part);
    for (const field of own) { const again = document.getElementById(field.id); if (again) again.value = field.value; }
    part.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    if (same && at) { active.focus({ preventScroll: true }); active.setSelectionRange(...at); }
    else if (inside) {
      const all = [...part.querySelectorAll("textarea, button, a, summary")];
      const on = all.find(one => named(one) === named(active)) ?? all.find(one => one.matches(at ? "textarea" : "button"));
      on?.focus({ preventScroll: true });
      if (at && on?.matches("textarea")) on.setSelectionRange(...at);
    }
  }
  const mine = document.getElementById(card);
  if (torn !== null && mine) mine.value = torn;
  if (clash) typed.dispatchEvent(new Event(mine ? "dropped" : "blur")); // without a card the last letters go to the draft, and come with the card
  if (writing && !typed.isConnected && (clash || text()?.closest("[data-part]").dataset.speech !== whose)) { // who writes goes on where the text is now
    if (mine) goOn(card);
    else gone = Date.now();
  }
  if (typed && !typed.isConnected && !clash && typed.value !== typed.defaultValue) { // the last letters are on their way, and then shown
    for (const done of ["saved", "conflict"]) typed.addEventListener(done, () => { if (writing) follow = card; read(); }, { once: true });
    typed.dispatchEvent(new Event("blur"));
  }
  if (follow && document.getElementById(follow)) { goOn(follow); follow = ""; }
  tick();
  return true;
}

// named is by what a control is known again when its part is made anew.
const named = control => control.id || control.getAttribute("aria-label") || control.dataset.key || control.textContent.trim();

// While a button is held down, by a hand or by the space bar, nothing is made anew: under the mouse it would be another one, and not pressed.
let held = false, missed = false;
function release() {
  held = false;
  if (missed) { missed = false; setTimeout(read); } // after the click
}
addEventListener("pointerdown", event => { if (event.target.closest("button, summary")) held = true; });
addEventListener("keydown", event => { if (event.key === " " && event.target.matches("button, summary")) held = true; });
for (const name of ["pointerup", "pointercancel", "contextmenu", "keyup", "blur"]) addEventListener(name, release); // a menu keeps what follows to itself

const text = () => document.querySelector("#desk-now textarea");
let gone = 0, follow = ""; // when a text went away under the hands of the writer; the text in which the writing goes on, once it is there
function goOn(id) {
  const text = document.getElementById(id);
  text?.focus();
  text?.setSelectionRange(text.value.length, text.value.length);
}

let recorded = null; // the summary that an act has taken along last
let reading = false, again = false;
async function read() {
  if (reading) { again = true; return; }
  reading = true;
  try {
    const answer = await fetch(here, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15000) });
    if (answer.ok && !renew(await answer.text())) tell(desk.dataset.signedout);
  } catch { /* the stream or the next act will say */ }
  reading = false;
  if (again) { again = false; read(); }
}

// Acts, in the order in which they were pressed.
let waiting = [];
try { waiting = JSON.parse(localStorage.getItem(store) ?? "[]"); } catch { /* forbidden */ }
const keep = () => { try { waiting.length ? localStorage.setItem(store, JSON.stringify(waiting)) : localStorage.removeItem(store); } catch { /* full or forbidden */ } };
const tell = text => { notice.textContent = text; notice.hidden = !text; };
const count = () => fill(desk.dataset.waiting, { n: waiting.length });

let sending = false, timer;
async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  let lost = false, tried = false;
  while (waiting.length && !lost) {
    const act = waiting[0];
    try {
      const body = new URLSearchParams(act.fields);
      body.set("_csrf", document.querySelector("meta[name=csrf]")?.content ?? "");
      const answer = await fetch(act.url, { method: "POST", body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15000) }); // a network that swallows everything is none
      const html = await answer.text();
      if (answer.status >= 500 || new URL(answer.url).pathname === "/login") throw answer;
      if (answer.status === 403 && !tried) { // the token is of a login that has ended; the page may be of a new one
        tried = true;
        const page = await fetch(here, { headers: { Accept: "text/html" } });
        if (page.ok && renew(await page.text())) continue;
        throw page;
      }
      waiting.shift();
      keep();
      tried = false;
      const taken = renew(html);
      if (!answer.ok && !(answer.status === 409 && taken)) say(taken ? document.querySelector("#desk-wrong")?.innerText.trim() || desk.dataset.refused : desk.dataset.refused);
      if (!taken) read();
      if (answer.ok && act.form) clear(act.form);
    } catch (answer) {
      lost = true;
      tell(answer instanceof Response && answer.status < 500 ? desk.dataset.signedout : count());
    }
  }
  if (!lost && !notice.hidden) { tell(""); say(desk.dataset.sent); }
  sending = false;
  if (lost) timer = setTimeout(send, 4000);
  else if (waiting.length) send();
}

// clear empties a form that was taken, and names what it will add next.
function clear(id) {
  const form = document.querySelector(`form[action="${CSS.escape(id)}"][data-clears]`);
  if (!form) return;
  form.reset();
  for (const field of form.querySelectorAll("input:not([type=hidden]):not([type=radio]), textarea")) field.value = "";
  form.querySelector("[name=uid]").value = [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, "0")).join("");
  const open = form.closest("details");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
}

let last = "";
document.addEventListener("submit", event => {
  const form = event.target, button = event.submitter;
  if (!form.matches("[data-act]")) return;
  event.preventDefault();
  const fields = new FormData(form, button), url = (button?.hasAttribute("formaction") ? button.formAction : form.action);
  const typed = document.querySelector("form[data-typed]");
  if (form.matches("[data-with-typed]") && typed) for (const name of ["speech", "version", "summary"]) fields.set(name, typed.elements[name].value);
  if (fields.has("summary")) recorded = fields.get("summary");
  fields.delete("_csrf");
  const same = url + new URLSearchParams(fields), soon = Date.now();
  if (same === last && waiting.length) return; // a double press
  last = same;
  fields.set("at", String(Math.round(now())));
  if (typed && fields.has("summary")) try { localStorage.removeItem(draftKey(typed.elements.summary.dataset.autosave)); } catch { /* forbidden */ }
  waiting.push({ url, fields: [...new URLSearchParams(fields)], form: form.matches("[data-clears]") ? form.getAttribute("action") : "", soon });
  keep();
  send();
});

// Keys
const letters = document.querySelector("[data-letters]");
try { letters.checked = localStorage.getItem("desk:letters") !== "no"; } catch { /* forbidden */ }
letters.addEventListener("change", () => { try { localStorage.setItem("desk:letters", letters.checked ? "yes" : "no"); } catch { /* forbidden */ } });

document.addEventListener("keydown", event => {
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"), key = event.key.toLowerCase();
  if (document.querySelector("dialog[open]") || event.metaKey || event.isComposing) return;
  if (key === "escape" && typing) { event.target.blur(); return; }
  if (event.ctrlKey) {
    if (key !== "enter") return;
    event.preventDefault();
    return press("n");
  }
  if (!typing && !event.altKey && !event.ctrlKey && Date.now() - gone < 1500) { gone = Date.now(); return; } // still written, not meant as a command
  const plain = !event.altKey && !typing && letters.checked, alt = event.altKey && key.length === 1;
  if (!plain && !alt || key === "enter" || key === " ") return;
  const letter = alt && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : alt && event.code.startsWith("Digit") ? event.code.slice(5) : key;
  if (press(letter)) event.preventDefault();
});

function press(key) {
  if (key === "s") {
    const typed = text(), to = typed?.readOnly ? document.getElementById(`mine-${typed.closest("[data-part]").dataset.speech}`) : typed;
    if (to?.selectionEnd) to.focus(); // where the writer was
    else if (to) goOn(to.id);
    return !!to;
  }
  const all = /^[1-9]$/.test(key) ? [document.querySelectorAll("[data-nth]")[key - 1]] : [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const button = all.find(one => one && one.checkVisibility());
  if (!button) return false;
  button.click();
  if (button.matches("summary") && button.parentElement.open) button.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus();
  return true;
}

document.addEventListener("click", event => {
  const opens = event.target.closest("[data-open]");
  if (opens) document.getElementById(opens.dataset.open).showModal();
});

// When the writer rests, the record gets the text.
let rest;
document.addEventListener("saved", event => {
  const text = event.target;
  clearTimeout(rest);
  rest = setTimeout(async () => {
    const sent = text.value;
    if (!text.isConnected) return;
    try {
      const body = new URLSearchParams({ summary: sent, version: text.dataset.version, left: "1", _csrf: document.querySelector("meta[name=csrf]")?.content ?? "" });
      const answer = await fetch(text.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok || text.value !== sent) return;
      const { version } = await answer.json();
      text.dataset.version = version;
      text.defaultValue = sent; // of the record: when somebody else goes on with it, that is shown
      text.form.elements.version.value = version;
    } catch { /* the draft is kept */ }
  }, 6000);
});
document.addEventListener("input", () => clearTimeout(rest));

// News of the event, which live.js hears of
let soon;
document.addEventListener("news", () => { clearTimeout(soon); soon = setTimeout(read, 50 + Math.random() * 100); });
addEventListener("online", () => { send(); read(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) { send(); read(); } });
addEventListener("storage", event => { if (event.key === null) waiting = []; });
setInterval(() => { if (!document.hidden) read(); }, 60000); // expected times move with the clock
if (waiting.length) { tell(count()); send(); }
