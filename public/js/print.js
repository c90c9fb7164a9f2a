// A paper that takes long: the page says how far it is, and can stop it. A link or form with data-print is asked for with a script:
//
//   <a href="…/pack.pdf" data-print="…/pack/print" data-name="Bộ tài liệu.pdf">   <div data-progress hidden>…</div>
//
// The answer is lines of how far the drawing is, a line with the file's size and type, then the file: one answer, so that hanging up stops it.
import { fill } from "./send.js";

const box = document.querySelector("[data-progress]");
let stop;

async function print(target, event) {
  event.preventDefault();
  stop?.abort();
  const mine = stop = new AbortController();
  const [bar, words, button] = ["progress", "[role=status]", "button"].map(part => box.querySelector(part));
  button.onclick = () => mine.abort();
  button.hidden = false;
  const shown = setTimeout(() => { box.hidden = false; }, 400); // what is quick needs no bar
  bar.removeAttribute("value");
  words.textContent = "";
  const url = new URL(target.dataset.print, location.href);
  const body = new URLSearchParams(url.search);
  body.set("_csrf", document.querySelector("meta[name=csrf]")?.content ?? "");
  try {
    const answer = await fetch(url.pathname, { method: "POST", body, signal: mine.signal, headers: { Accept: "application/vnd.hoithao.progress" } });
    if (!answer.ok) throw new Error(answer.status);
    const file = await read(answer.body.getReader(), line => {
      bar.max = line.of;
      bar.value = line.done;
      words.textContent = fill(box.dataset.text, { done: line.done, of: line.of });
    });
    words.textContent = box.dataset.done;
    show(file, target.dataset.name);
  } catch (fault) {
    box.hidden = false;
    words.textContent = fault.name === "AbortError" ? box.dataset.stopped : fault.sentence ?? box.dataset.failed;
  }
  clearTimeout(shown);
  bar.value = bar.max;
  button.hidden = true;
}

// read takes lines until one has a size; what follows is the file.
async function read(reader, far) {
  let held = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("cut off");
    held = join(held, value);
    for (let at; (at = held.indexOf(10)) >= 0;) {
      const line = JSON.parse(new TextDecoder().decode(held.subarray(0, at)));
      held = held.slice(at + 1);
      if (line.error) throw Object.assign(new Error(), { sentence: line.error });
      if ("size" in line) return rest(reader, held, line);
      far(line);
    }
  }
}

async function rest(reader, first, { size, type }) {
  const parts = [first];
  for (let got = first.length; got < size;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("cut off");
    parts.push(value);
    got += value.length;
  }
  return new Blob(parts, { type });
}

function join(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

// show opens a PDF where it can be printed, and saves the rest.
function show(file, name) {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url });
  if (file.type === "application/pdf") link.target = "_blank";
  else link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 120_000);
}

for (const target of document.querySelectorAll("[data-print]")) target.addEventListener(target.matches("form") ? "submit" : "click", event => print(target, event));
