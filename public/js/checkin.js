// The door. Each form of the page is sent by itself, with the device's clock and a nonce of its own; the parts of the answer take their places.
// When the network is gone the page goes on: it finds people in the list that it keeps, puts the scan aside with its own time, says so, and
// sends it later. Sent twice it is the same scan, so whatever has no answer is sent again.
import {fill} from "./send.js";
import {keepList, keptList, enqueue, dequeue, queued, fold, nonce, sha256} from "./keep.js";

const door = document.getElementById("door"), key = door && `${door.dataset.door} ${door.dataset.session}`, url = location.pathname;
const code = document.getElementById("f-code"), bar = document.getElementById("offline");
let list = null, tag = "", lost = false, sending = false;

if (door) start();

function start() {
  document.addEventListener("submit", submitted);
  document.addEventListener("submit", leave, true);
  document.addEventListener("keydown", wedge);
  addEventListener("online", again);
  setInterval(again, 5000);
  setInterval(refresh, 60000);
  keptList(key).then(kept => { list ??= kept; refresh().then(again); tell(); });
  document.querySelector("[data-photo] input[type=file]").addEventListener("change", event => photo(event.target.form));
  camera();
}

// A scanner types as a keyboard does and ends with Enter: what it types belongs into the field, wherever the focus was.
function wedge(event) {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !document.activeElement.matches("input, textarea, select, button, summary, a")) code.focus();
}

function submitted(event) {
  const form = event.target;
  if (!form.matches("[data-scan], [data-undo], [data-walkin], [data-photo]")) return;
  event.preventDefault();
  if (form.matches("[data-photo]")) return photo(form);
  const fields = new FormData(form, event.submitter), scan = Object.fromEntries(fields);
  delete scan._csrf;
  if (form.matches("[data-scan]") && "code" in scan && !scan.code.trim()) return code.focus();
  scan.nonce = nonce();
  scan.scanned = Date.now();
  scan.door ??= named();
  scan.to = form.matches("[data-walkin]") ? `${url}/walk-in` : url;
  if (form.matches("[data-scan]")) { code.value = ""; code.focus(); }
  scanned(scan).then(done => { if (done && form.matches("[data-walkin]")) form.reset(); });
}

// leave sends what waits before anybody signs out; what cannot be sent keeps the door open.
async function leave(event) {
  if (!event.target.matches("[data-signout]") || event.target.dataset.sent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await again();
  if ((await queued()).length) return tell();
  list = null;
  event.target.dataset.sent = "true";
  event.target.requestSubmit();
}

const named = () => document.querySelector("[data-scan] [name=door]").value;

// scanned sends a scan, or keeps it. It resolves to whether it is recorded or kept.
async function scanned(scan) {
  try {
    if (lost) throw new TypeError();
    const answer = await post(scan);
    show(await answer.text());
    if (answer.ok) again();
    return answer.ok;
  } catch (failed) {
    if (!(failed instanceof TypeError) && failed.name !== "TimeoutError") throw failed;
    lost = true;
    return keep(scan);
  }
}

// post resolves to an answer that is the program's own; what a proxy, a dying server or an expired sign-in says is none.
async function post(scan) {
  const body = new FormData();
  for (const [name, value] of Object.entries(scan)) if (name !== "to") body.set(name, value);
  body.set("sent", Date.now());
  body.set("part", "true");
  body.set("_csrf", document.querySelector("meta[name=csrf]").content);
  const answer = await fetch(scan.to, { method: "POST", body, headers: { Accept: "text/html" }, redirect: "manual", signal: AbortSignal.timeout(8000) });
  if (answer.status >= 500 || answer.status === 403 || answer.status === 429 || answer.type === "opaqueredirect") throw new TypeError();
  return answer;
}

// keep finds the delegate in the list of this device and puts the scan aside. A name among several is asked for first.
async function keep(scan) {
  tell();
  let person = null;
  if (scan.act === "undo") {
    if ((await queued()).some(s => s.nonce === scan.undoes)) await dequeue(scan.undoes); // nobody has heard of it yet
    else await enqueue(scan);
    person = list?.delegates.find(d => String(d.id) === scan.delegate);
    if (person) delete person.in;
  } else if (scan.to.endsWith("/walk-in")) {
    await enqueue(scan);
    person = { name: scan.name, post: scan.post };
  } else {
    const text = (scan.code ?? "").trim(), token = text.split(/[/=]/).pop().toLowerCase(), found = find(scan, text, token);
    if (found.length > 1 || found.length === 1 && found[0].named) return pick(found, scan);
    if (!found.length && !/^[a-z2-7]{26}$/.test(token)) { // neither a pass nor a name that is known here
      place(document.getElementById("nobody").content.cloneNode(true));
      if (list) return true;
    }
    person = found[0];
    if (person) { scan.delegate = person.id; scan.how = person.how; delete scan.code; }
    else if (/^[a-z2-7]{26}$/.test(token)) scan.code = sha256(token);
    await enqueue(scan);
  }
  const card = document.getElementById("kept").content.cloneNode(true), since = card.querySelector("[data-since]");
  card.querySelector("h2").textContent = person?.name ?? "…";
  card.querySelector(".post").textContent = [person?.post, person?.group, person?.seat, person?.for].filter(Boolean).join(" · ");
  if (!person && scan.act !== "undo") since.textContent = since.dataset.unknown;
  else if (person?.in && scan.act === "in") since.textContent = fill(since.dataset.since, { t: person.in });
  const undo = card.querySelector("[data-undo]");
  if (scan.act === "undo") undo.remove();
  else { undo.elements.undoes.value = scan.nonce; undo.elements.delegate.value = person?.id ?? ""; }
  if (person && scan.act !== "undo") scan.act === "out" ? delete person.in : person.in ??= new Date(scan.scanned).toTimeString().slice(0, 5);
  place(card);
  tell();
  return true;
}

function find(scan, text, token) {
  const all = list?.delegates ?? [];
  if (scan.delegate) return all.filter(d => String(d.id) === String(scan.delegate)).map(d => Object.assign(d, { named: false, how: scan.how ?? "name" }));
  const by = (how, match) => all.filter(match).map(d => Object.assign(d, { named: how === "name", how }));
  if (/^[a-z2-7]{26}$/.test(token)) {
    const hash = sha256(token), pass = by("pass", d => d.pass === hash);
    return pass.length ? pass : by("letter", d => d.letter === hash);
  }
  if (/^\d+$/.test(text)) return by("number", d => d.number === String(Number(text)));
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.length ? by("name", d => words.every(w => fold(`${d.name} ${d.post ?? ""}`).includes(w))).slice(0, 20) : [];
}

function pick(found, scan) {
  const card = document.getElementById("pick").content.cloneNode(true), rows = card.querySelector("ul");
  for (const person of found) {
    const row = document.createElement("li"), button = document.createElement("button");
    row.textContent = [person.name, person.post, person.group].filter(Boolean).join(" · ");
    button.textContent = document.querySelector(`[data-scan] [name=act][value=${scan.act}]`).parentElement.textContent.trim();
    button.className = "main";
    button.addEventListener("click", () => scanned({ ...scan, code: "", delegate: String(person.id), how: "name" }));
    row.append(button);
    rows.append(row);
  }
  place(card);
  rows.querySelector("button")?.focus();
  return false;
}

// show puts the parts of an answer into the page, and tells of it by sound.
function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html"), parts = answer.querySelectorAll("[data-part]");
  for (const part of parts) place(part);
  if (!parts.length) tell();
}

function place(node) {
  const part = node.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? node.querySelector("[data-part]") : node;
  document.getElementById(part.id)?.replaceWith(part);
  if (part.id !== "answer") return;
  part.setAttribute("aria-live", "assertive");
  sound(["in", "back", "out", "kept", "undone"].includes(part.dataset.outcome));
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

// again sends what waits, oldest first. What the program refuses for good is told and let go; the rest stays.
async function again() {
  if (sending) return;
  sending = true;
  try {
    for (const scan of await queued()) {
      const answer = await post(scan);
      lost = false;
      await dequeue(scan.nonce);
      if (answer.ok) { if (list) document.getElementById("answer").dataset.outcome === "kept" && show(await answer.text()); continue; }
      const card = document.getElementById("refused").content.cloneNode(true), why = new DOMParser().parseFromString(await answer.text(), "text/html");
      card.querySelector("p:last-child").textContent = [scan.name, list?.delegates.find(d => String(d.id) === String(scan.delegate))?.name, new Date(scan.scanned).toTimeString().slice(0, 5), why.querySelector(".bad")?.textContent].filter(Boolean).join(" · ");
      place(card);
    }
    if (lost) await refresh(true);
  } catch { lost = true; }
  sending = false;
  tell();
}

// refresh keeps the list as it stands now; with asked it is also how the page finds out that the network is back.
async function refresh(asked) {
  try {
    const answer = await fetch(door.dataset.list, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: AbortSignal.timeout(20000) });
    if (answer.status === 200 && answer.headers.get("Content-Type")?.includes("json")) {
      tag = answer.headers.get("ETag") ?? "";
      list = await answer.json();
      await keepList(key, list);
    } else if (answer.status !== 304) throw new TypeError();
    lost = false;
  } catch (failed) {
    if (asked) throw failed;
    lost = true;
  }
  tell();
}

async function tell() {
  const waiting = (await queued()).length, parts = [];
  if (lost) parts.push(list ? bar.dataset.offline : bar.dataset.none);
  if (waiting) parts.push(fill(bar.dataset.queue, { n: waiting }));
  bar.hidden = !parts.length;
  if (bar.textContent !== parts.join(" ")) bar.textContent = parts.join(" ");
}

// photo sends a picture made small; where the browser reads codes itself it need not be sent at all.
async function photo(form) {
  const file = form.elements.file.files[0];
  if (!file) return;
  const small = await shrink(file);
  form.elements.file.value = "";
  const seen = await read(small);
  const scan = { nonce: nonce(), scanned: Date.now(), session: form.elements.session.value, door: named(), act: document.querySelector("[data-scan] [name=act]:checked").value };
  return scanned(seen ? { ...scan, code: seen, to: url } : { ...scan, file: small, to: `${url}/photo` });
}

async function shrink(source) {
  try {
    const picture = await createImageBitmap(source), scale = Math.min(1, 1600 / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise(resolve => canvas.toBlob(blob => resolve(blob ?? source), "image/jpeg", .85));
  } catch { return source; }
}

async function read(picture) {
  if (!("BarcodeDetector" in window)) return "";
  try { return (await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture instanceof Blob ? await createImageBitmap(picture) : picture))[0]?.rawValue ?? ""; }
  catch { return ""; }
}

// camera reads codes from the live picture. Browsers give it only to a page that came encrypted.
function camera() {
  const button = document.querySelector("[data-camera]"), video = document.querySelector("[data-video]"), open = button.textContent;
  if (!navigator.mediaDevices?.getUserMedia) return;
  button.hidden = false;
  let stream = null, last = "", at = 0;
  button.addEventListener("click", async () => {
    if (stream) {
      for (const track of stream.getTracks()) track.stop();
      stream = null;
    } else {
      try { video.srcObject = stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); await video.play(); look(); }
      catch { stream = null; }
    }
    video.hidden = !stream;
    button.textContent = stream ? button.dataset.stop : open;
  });
  async function look() {
    if (!stream) return;
    const native = "BarcodeDetector" in window;
    const seen = native ? await read(video) : "";
    const scan = { nonce: nonce(), scanned: Date.now(), session: door.dataset.session, door: named(), act: document.querySelector("[data-scan] [name=act]:checked").value };
    if (seen && (seen !== last || Date.now() - at > 5000)) { last = seen; at = Date.now(); await scanned({ ...scan, code: seen, to: url }); }
    if (!native && !lost) {
      const frame = document.createElement("canvas");
      frame.width = video.videoWidth;
      frame.height = video.videoHeight;
      frame.getContext("2d").drawImage(video, 0, 0);
      const blob = await new Promise(resolve => frame.toBlob(resolve, "image/jpeg", .8));
      try { if (blob) { const answer = await post({ ...scan, file: blob, to: `${url}/photo` }); if (answer.status === 200) show(await answer.text()); } } catch { lost = true; tell(); }
    }
    setTimeout(look, native ? 150 : 1000);
  }
}
