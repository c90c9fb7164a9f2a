// The door. Each form of the page is sent by itself, with the device's clock and a nonce of its own; the parts of the answer take their places.
// When the network is gone the page goes on: it finds people in the list that it keeps, puts the scan aside with its own time, says so, and
// sends it later. Sent twice it is the same scan, so whatever has no answer is sent again. What the program refuses stays on the page until
// somebody has put it right or let it go.
import {fill} from "./send.js";
import {keepList, keptList, forgetLists, enqueue, dequeue, queued, fold, nonce, sha256} from "./keep.js";
import {shrink, read, camera} from "./camera.js";

const door = document.getElementById("door"), url = location.pathname;
const owner = door && `${door.dataset.account} ${door.dataset.door}`, key = door && `${owner} ${door.dataset.session}`;
const code = document.getElementById("f-code"), bar = document.getElementById("offline"), out = document.getElementById("signedout");
let list = null, tag = "", sending = false;
let state = ""; // "lost": no network; "signedout"; "other": another account is signed in. Scans are put aside then.

if (door) start();

function start() {
  document.addEventListener("submit", submitted);
  document.addEventListener("submit", leave, true);
  document.addEventListener("keydown", keys);
  addEventListener("online", again);
  addEventListener("beforeunload", event => { if (state === "lost") event.preventDefault(); }); // the page would not come back
  setInterval(again, 5000);
  setInterval(refresh, 60000);
  document.addEventListener("news", later);
  forgetLists(owner).then(() => keptList(key)).then(kept => { list ??= kept ?? null; return refresh(); }).then(again);
  document.querySelector("[data-photo] input[type=file]").addEventListener("change", event => photo(event.target.form));
  camera(document.querySelector("[data-camera]"), document.querySelector("[data-video]"),
    seen => scanned({ ...chosen(), code: seen }, url),
    async frame => state ? "" : (await post({ to: `${url}/photo`, fields: { file: frame, read: "true", session: door.dataset.session } })).text);
}

// later follows what the other doors do, at a pace that a hundred of them can ask at.
let soon = 0;
function later() { soon ||= setTimeout(() => { soon = 0; refresh(); }, 1000 + Math.random() * 2000); }

// A scanner types as a keyboard does and ends with Enter: what it types belongs into the field, wherever the focus was.
function keys(event) {
  if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.isComposing) return;
  const at = document.activeElement, typing = at.matches("input:not([type=radio], [type=checkbox], [type=file]), textarea, select");
  if (event.altKey) {
    const act = { KeyV: "[data-scan] [name=act][value=in]", KeyR: "[data-scan] [name=act][value=out]", KeyZ: "#answer [data-undo] button, #last [data-undo] button", KeyK: "#guest > summary" }[event.code];
    const button = act && document.querySelector(act);
    if (!button) return;
    event.preventDefault();
    if (event.code === "KeyK") {
      button.parentElement.open = true;
      button.parentElement.querySelector("input:not([type=hidden])").focus();
    } else {
      button.click();
      code.focus();
    }
  } else if (event.key === "Escape" && (at === code || !typing)) {
    code.value = "";
    code.focus();
  } else if (event.key.length === 1 && event.key !== " " && event.key !== "?" && !typing) code.focus();
}

const named = () => document.querySelector("[data-scan] [name=door]").value;
const chosen = () => ({ session: door.dataset.session, door: named(), act: document.querySelector("[data-scan] [name=act]:checked").value });

function submitted(event) {
  const form = event.target;
  if (form.matches("[data-amend], [data-drop]")) { event.preventDefault(); return amend(form); }
  if (!form.matches("[data-scan], [data-undo], [data-walkin], [data-photo]")) return;
  event.preventDefault();
  if (form.matches("[data-photo]")) return photo(form);
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields._csrf;
  const typed = form.matches("[data-scan]") && "code" in fields ? fields.code.trim() : "";
  if ("code" in fields && !typed) return code.focus();
  fields.door ??= named();
  if (typed) code.value = "";
  if (!form.matches("[data-walkin]") && matchMedia("(pointer: fine)").matches) code.focus();
  scanned(fields, form.matches("[data-walkin]") ? `${url}/walk-in` : url).then(done => {
    if (done && form.matches("[data-walkin]")) form.reset();
    if (!done && typed && !code.value) { code.value = typed; if (document.activeElement === code) code.select(); } // what a scanner types next takes its place
  });
}

// leave sends what waits before anybody signs out; what cannot be sent keeps the door open.
async function leave(event) {
  if (!event.target.matches("[data-signout]") || event.target.dataset.sent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await again();
  if ((await mine()).length) { bar.scrollIntoView({ block: "center" }); return tell(); }
  list = null;
  event.target.dataset.sent = "true";
  event.target.requestSubmit();
}

const mine = async () => (await queued()).filter(scan => scan.owner === owner);

// scanned sends a scan, or keeps it. It resolves to whether it is recorded or kept.
async function scanned(fields, to) {
  const scan = { nonce: nonce(), owner, to, scanned: Date.now(), fields: { ...fields } };
  delete scan.fields.nonce;
  let tried = false;
  try {
    if (state) throw new Unanswered(state);
    tried = true;
    const answer = await post(scan);
    if (answer.part) answer.parts.forEach(place);
    else place(filled("unanswered", { ".post": answer.why }));
    if (answer.recorded) again();
    return answer.recorded;
  } catch (failed) {
    if (!(failed instanceof Unanswered)) throw failed;
    state ||= failed.message;
    return keep({ ...scan, tried });
  }
}

// Unanswered is what has no answer of the program: the network, a proxy or a dying server, or a sign-in that has ended.
class Unanswered extends Error {}

const outcomes = ["in", "back", "already", "out", "gone", "undone", "nothing"];

// post resolves to an answer that is the program's own.
async function post(scan, again) {
  const body = new FormData();
  for (const [name, value] of Object.entries(scan.fields)) body.set(name, value);
  if (scan.nonce) for (const [name, value] of [["nonce", scan.nonce], ["scanned", scan.scanned], ["sent", Date.now()]]) body.set(name, value);
  body.set("part", "true");
  body.set("_csrf", document.querySelector("meta[name=csrf]").content);
  const [answer, text] = await ask(scan.to, { method: "POST", body });
  if (answer.status === 403 || answer.type === "opaqueredirect") {
    if (again) throw new Unanswered("signedout");
    await renew();
    return post(scan, true);
  }
  if (answer.status >= 500 || answer.status === 429) throw new Unanswered("lost");
  const page = new DOMParser().parseFromString(text, "text/html"), part = page.getElementById("answer");
  const why = [...page.querySelectorAll("#answer .outcome, #answer .bad")].map(line => line.textContent.trim()).join(": ") || fill(bar.dataset.refused, { n: answer.status });
  return { part, parts: [...page.querySelectorAll("[data-part]")], recorded: answer.ok && outcomes.includes(part?.dataset.outcome), why, text };
}

async function ask(to, options = {}) {
  try {
    const answer = await fetch(to, { headers: { Accept: "text/html", ...options.headers }, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(8000), ...options });
    return [answer, await answer.text()];
  } catch { throw new Unanswered("lost"); }
}

// renew takes the token of a new sign-in of the same account: a scan of one account is never sent by another.
async function renew() {
  const [answer, text] = await ask(url);
  if (answer.status >= 500) throw new Unanswered("lost");
  const page = new DOMParser().parseFromString(text, "text/html"), fresh = page.getElementById("door")?.dataset.account;
  if (!fresh) throw new Unanswered("signedout");
  if (fresh !== door.dataset.account) throw new Unanswered("other");
  document.querySelector("meta[name=csrf]").content = page.querySelector("meta[name=csrf]").content;
}

// keep finds the delegate in the list of this device and puts the scan aside. A name among several is asked for first.
async function keep(scan) {
  const { fields } = scan, card = filled("kept", {}), since = card.querySelector("[data-since]"), undo = card.querySelector("[data-undo]");
  let person = null, already = false;
  if (fields.act === "undo") {
    const undone = (await mine()).find(s => s.nonce === fields.undoes);
    person = held(undone?.fields.delegate ?? fields.delegate);
    if (person) undone?.was ? person.in = undone.was : delete person.in;
    if (undone && !undone.tried) await dequeue(undone.nonce); // nobody has heard of it yet
    else await enqueue({ ...scan, who: person?.name ?? "" });
    card.querySelector(".outcome").textContent = card.querySelector(".outcome").dataset.undone;
    undo.remove();
  } else {
    const text = (fields.code ?? "").trim(), token = text.split(/[/=]/).pop().toLowerCase(), walkin = scan.to.endsWith("/walk-in");
    const [found, how] = walkin || fields.file ? [[], ""] : find(fields, text, token);
    if (found.length > 1 || found.length === 1 && how === "name" && !fields.delegate) return pick(found, scan);
    person = found[0] ?? (walkin ? { name: fields.name, post: fields.post } : null);
    if (found.length) { Object.assign(fields, { delegate: person.id, how }); delete fields.code; }
    else if (pass.test(token)) fields.code = sha256(token); // the pass itself need not lie about here
    if (!person) since.textContent = since.dataset.unknown;
    else if (person.in && fields.act === "in") { already = true; since.textContent = fill(since.dataset.since, { t: person.in }); }
    await enqueue({ ...scan, who: person?.name ?? (pass.test(token) ? "" : text), was: person?.in ?? "" });
    undo.elements.undoes.value = scan.nonce;
    undo.elements.delegate.value = person?.id ?? "";
    if (person) fields.act === "out" ? delete person.in : person.in ??= clock(scan.scanned);
  }
  card.querySelector("h2").textContent = person?.name ?? (fields.code && !pass.test(fields.code) && !/^[0-9a-f]{64}$/.test(fields.code) ? fields.code : "…");
  card.querySelector(".post").textContent = [person?.post, person?.group, person?.seat, person?.for].filter(Boolean).join(" · ");
  place(card, !already && !!person);
  await tell();
  return true;
}

const pass = /^[a-z2-7]{26}$/;
const held = id => list?.delegates.find(d => String(d.id) === String(id));
function clock(at) {
  const [H, M] = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: door.dataset.zone }).split(":");
  return fill(door.dataset.clock, { H, M });
}

// find answers whom a scan means, and by what they were found.
function find(fields, text, token) {
  const all = list?.delegates ?? [];
  if (fields.delegate) return [[held(fields.delegate)].filter(Boolean), fields.how || "name"];
  if (pass.test(token)) {
    const hash = sha256(token), found = all.filter(d => d.pass === hash);
    return found.length ? [found, "pass"] : [all.filter(d => d.letter === hash), "letter"];
  }
  if (/^\d{1,9}$/.test(text)) return [all.filter(d => d.number === String(Number(text))), "number"];
  const words = fold(text).split(/\s+/).filter(Boolean);
  return [words.length ? all.filter(d => words.every(w => fold(`${d.name} ${d.post ?? ""}`).includes(w))).slice(0, 20) : [], "name"];
}

// pick shows whom a code may mean. The scan keeps its nonce and its time.
function pick(found, scan) {
  const card = filled("pick", {}), rows = card.querySelector("ul");
  for (const person of found) {
    const row = document.createElement("li"), button = document.createElement("button"), who = document.createElement("p");
    who.textContent = [person.name, person.post, person.group].filter(Boolean).join(" · ");
    button.textContent = document.querySelector(`[data-scan] [name=act][value=${scan.fields.act}]`).parentElement.textContent.trim();
    button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
    button.className = "main";
    button.addEventListener("click", () => { keep({ ...scan, fields: { ...scan.fields, delegate: String(person.id), how: "name" } }).then(again); code.focus(); });
    row.append(who, button);
    rows.append(row);
  }
  place(card, false);
  rows.querySelector("button").focus();
  return true;
}

// filled is the part that a template of the page makes.
function filled(template, texts) {
  const part = document.getElementById(template).content.cloneNode(true).firstElementChild;
  for (const [where, text] of Object.entries(texts)) part.querySelector(where).textContent = text;
  return part;
}

// remember puts the line of a scan before those of the last ones.
function remember(line) {
  const list = document.getElementById("last");
  for (const other of [...list.children]) if (!other.dataset.nonce || other.dataset.nonce === line.dataset.nonce) other.remove();
  list.prepend(line);
  while (list.children.length > list.dataset.most) list.lastElementChild.remove();
}

function place(part, good = ["in", "back", "out", "undone"].includes(part.dataset.outcome)) {
  if (part.id === "last") return remember(part.firstElementChild);
  document.getElementById(part.id)?.replaceWith(part);
  if (part.id !== "answer") return;
  part.setAttribute("aria-live", "assertive");
  sound(good);
}

let audio;
function sound(good) {
  if (!document.getElementById("f-sound").checked) return;
  navigator.vibrate?.(good ? 80 : [120, 80, 120]);
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator(), volume = audio.createGain();
    tone.frequency.value = good ? 880 : 220;
    volume.gain.value = .1;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (good ? .12 : .35));
  } catch { /* no sound here */ }
}

// again sends what waits, oldest first. One that a fault of the program keeps from being answered does not hold up the others.
async function again() {
  if (sending) return;
  sending = true;
  let fault = "";
  try {
    if (state) await refresh(true);
    for (const scan of await mine()) {
      if (scan.why) continue;
      if (!scan.tried) await enqueue({ ...scan, tried: true });
      try {
        const answer = await post(scan);
        if (answer.recorded) {
          await dequeue(scan.nonce);
          for (const part of answer.parts) if (part.id === "last" || shown() === scan.nonce) place(part);
        } else {
          const choices = [...answer.part?.querySelectorAll("li") ?? []].map(row => ({ id: row.querySelector("[name=delegate]").value, how: row.querySelector("[name=how]").value, text: row.querySelector("div").innerText || row.querySelector("div").textContent }));
          await enqueue({ ...scan, tried: true, why: answer.why, choices });
        }
      } catch (failed) {
        if (!(failed instanceof Unanswered)) throw failed;
        fault = failed.message;
        if (fault !== "lost" || !await reaches()) break;
        fault = "";
      }
    }
    state = fault;
  } catch (failed) {
    if (!(failed instanceof Unanswered)) throw failed;
    state = failed.message;
  } finally { sending = false; }
  await tell();
}

const shown = () => document.querySelector("#answer[data-outcome=kept] [name=undoes]")?.value;

// reaches tells whether the program answers at all.
async function reaches() {
  try { await refresh(true); return true; } catch { return false; }
}

// refresh keeps the list as it stands now; with asked it is also how the page finds out that the network is back.
async function refresh(asked) {
  try {
    const [answer, text] = await ask(door.dataset.list + (list ? `&since=${list.revision}` : ""), { headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(20000) });
    if (answer.type === "opaqueredirect" || answer.status === 404) throw new Unanswered("signedout");
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") ?? "";
      const fresh = JSON.parse(text);
      if (fresh.moved) {
        const moved = new Map(fresh.delegates.map(d => [d.id, d]));
        list = { ...list, revision: fresh.revision, delegates: list.delegates.map(d => moved.get(d.id) ?? d) };
      } else list = fresh;
      for (const scan of await mine()) { // what waits is known here already
        const person = held(scan.fields.delegate);
        if (person && scan.fields.act === "in") person.in ??= clock(scan.scanned);
        else if (person && scan.fields.act === "out") delete person.in;
      }
      await keepList(key, list);
    } else if (answer.status !== 304) throw new Unanswered("lost");
    if (asked !== true && state === "lost") again();
  } catch (failed) {
    if (asked === true) throw failed;
    state = failed instanceof Unanswered ? failed.message : "lost";
  }
  await tell();
}

// tell says how things stand, and lists what was refused.
async function tell() {
  const all = await queued(), own = all.filter(scan => scan.owner === owner), refused = own.filter(scan => scan.why), parts = [];
  if (state === "lost") parts.push(list ? bar.dataset.offline : bar.dataset.none);
  if (own.length > refused.length) parts.push(fill(bar.dataset.queue, { n: own.length - refused.length }));
  if (all.length > own.length) parts.push(fill(bar.dataset.others, { n: all.length - own.length }));
  bar.hidden = !parts.length;
  if (bar.textContent !== parts.join(" ")) bar.textContent = parts.join(" ");
  out.hidden = state !== "signedout" && state !== "other";
  out.querySelector("span").textContent = out.dataset[state] ?? "";
  document.getElementById("stuck").hidden = !refused.length;
  const rows = document.querySelector("#stuck ul"), known = new Map([...rows.children].map(row => [row.dataset.scan, row]));
  rows.replaceChildren(...refused.map(scan => known.get(scan.nonce + scan.why) ?? stuck(scan)));
}

// stuck is a scan that the program has refused, with what can be done about it.
function stuck(scan) {
  const { fields } = scan, row = filled("refused", {}), field = row.querySelector("[data-amend] input"), act = document.querySelector(`[data-scan] [name=act][value=${fields.act}]`);
  row.dataset.scan = scan.nonce + scan.why;
  row.querySelector("b").textContent = scan.who || (fields.file ? row.dataset.photo : row.dataset.code);
  row.querySelector("span").textContent = [act?.parentElement.textContent.trim() ?? row.dataset.undo, clock(scan.scanned)].join(" ");
  row.querySelector(".bad").textContent = scan.why;
  for (const form of row.querySelectorAll("form")) form.dataset.nonce = scan.nonce;
  field.value = scan.to.endsWith("/walk-in") ? fields.name : scan.who;
  if (fields.act === "undo") { field.remove(); row.querySelector("[data-amend] label").remove(); }
  else { field.id = "f-" + scan.nonce; row.querySelector("[data-amend] label").htmlFor = field.id; }
  for (const { id, how, text } of scan.choices ?? []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text.trim();
    button.addEventListener("click", async () => { await enqueue({ ...scan, why: "", choices: [], fields: { ...fields, code: "", delegate: id, how } }); again(); });
    row.querySelector("[data-choices]").append(button);
  }
  return row;
}

// amend sends a refused scan again, as somebody has put it right, or lets it go.
async function amend(form) {
  const scan = (await mine()).find(s => s.nonce === form.dataset.nonce);
  if (!scan) return tell();
  if (form.matches("[data-drop]")) { await dequeue(scan.nonce); code.focus(); return tell(); }
  const typed = form.elements.code?.value.trim(), fields = { ...scan.fields };
  if (scan.to.endsWith("/walk-in")) fields.name = typed;
  else if (typed && typed !== scan.who) { delete fields.delegate; delete fields.file; fields.code = typed; scan.to = url; }
  await enqueue({ ...scan, fields, who: typed || scan.who, why: "", choices: [] });
  await again();
  code.focus();
}

// photo sends a picture made small; where the browser reads codes itself it need not be sent at all.
async function photo(form) {
  const file = form.elements.file.files[0];
  if (!file) return;
  const small = await shrink(file), seen = await read(small);
  form.elements.file.value = "";
  return seen ? scanned({ ...chosen(), code: seen }, url) : scanned({ ...chosen(), file: small }, `${url}/photo`);
}
