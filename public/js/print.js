// A paper that takes long: the page says how far it is, and can stop it. A link or form with data-print is asked for with a script:
//
//   <a href="…/pack.pdf" data-print="…/pack/print" data-name="Bộ tài liệu.pdf">   <div data-progress hidden>…</div>
//
// With an empty data-print the link's own address is read, which the record does not count as printing.
//
// The answer is lines of how far the drawing is, a line with the file's size and type, then the file: one answer, so that hanging up stops it.
import { fill } from "./send.js";

const box = document.querySelector("[data-progress]");
let stop;

async function print(target, event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window: the browser's own way
  event.preventDefault();
  stop?.abort();
  const mine = stop = new AbortController();
  const [bar, words, button, link] = ["progress", "[role=status]", "button", "a"].map(part => box.querySelector(part));
  button.onclick = () => mine.abort();
  button.hidden = false;
  link.hidden = true;
  const shown = setTimeout(reveal, 400); // what is quick needs no bar
  bar.removeAttribute("value");
  words.textContent = "";
  const asked = { signal: mine.signal, headers: { Accept: "application/vnd.hoithao.progress" } };
  const url = new URL(target.dataset.print || target.href, location.href);
  if (target.dataset.print) {
    asked.method = "POST";
    asked.body = new URLSearchParams(url.search);
    asked.body.set("_csrf", document.querySelector("meta[name=csrf]")?.content ?? "");
  }
  try {
    const answer = await fetch(target.dataset.print ? url.pathname : url, asked);
    if (!answer.ok) throw new Error(answer.status);
    const file = await read(answer.body.getReader(), line => {
      bar.max = line.of;
      bar.value = line.done;
      words.textContent = fill(box.dataset.text, { done: line.done, of: line.of });
    });
    words.textContent = box.dataset.done;
    show(file, target.dataset.name, link);
  } catch (fault) {
    reveal();
    words.textContent = fault.name === "AbortError" ? box.dataset.stopped : fault.sentence ?? box.dataset.failed;
  }
  clearTimeout(shown);
  bar.value = bar.max;
  button.hidden = true;
}

function reveal() {
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
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

// show opens a PDF where it can be printed, and saves the rest. After a long time of drawing a browser opens nothing by itself: the link stays.
function show(file, name, link) {
  if (link.href) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(file);
  link.hidden = false;
  if (file.type === "application/pdf") link.target = "_blank";
  else link.download = name;
  link.click();
}

for (const target of document.querySelectorAll("[data-print]")) target.addEventListener(target.matches("form") ? "submit" : "click", event => print(target, event));
