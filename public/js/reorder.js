// Lists whose order a hand decides: by dragging the handle, by Alt+↑ and Alt+↓ within a row, or by the row's own buttons, which
// work without this file, too.
//
//   <ol data-reorder="/events/x/agenda/order"        where the new order is posted: order=3,1,2 and version=…
//       data-version="12"                            what the order was read at, sent along; the answer's X-Version is the next
//       data-moved="Đã chuyển đến vị trí {n} trên {all}"
//       data-failed="Chưa lưu được thứ tự mới. Xin tải lại trang.">
//     <li data-id="3"><span class="grip" aria-hidden="true">⠿</span> … {{template "move" …}}</li>
//
// An answer in HTML is the list as it stands now, and takes the place of this one.
import {send, say, fill} from "./send.js";

const rows = list => [...list.querySelectorAll(":scope > [data-id]")];
const order = list => rows(list).map(row => row.dataset.id).join();

document.addEventListener("keydown", event => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const row = event.target.closest("[data-reorder] > [data-id]");
  if (!row) return;
  event.preventDefault();
  step(row, event.key === "ArrowUp");
});

document.addEventListener("submit", event => {
  const row = event.submitter?.name === "move" && event.target.closest("[data-reorder] > [data-id]");
  if (!row) return;
  event.preventDefault();
  step(row, event.submitter.value === "up");
});

function step(row, up) {
  const list = row.parentElement, all = rows(list), other = all[all.indexOf(row) + (up ? -1 : 1)];
  if (!other) return;
  const focused = document.activeElement;
  up ? other.before(row) : other.after(row);
  if (row.contains(focused)) focused.focus(); // moving a row takes the focus from it
  save(list, row);
}

document.addEventListener("pointerdown", event => {
  const grip = event.target.closest("[data-reorder] .grip");
  if (!grip || event.button) return;
  event.preventDefault();
  const row = grip.closest("[data-id]"), list = row.parentElement, before = order(list);
  grip.setPointerCapture(event.pointerId);
  row.classList.add("lifted");
  // The other rows move around this one: moving it would end the capture.
  grip.onpointermove = ({ clientY }) => {
    const all = rows(list), at = all.indexOf(row), below = other => {
      const box = other.getBoundingClientRect();
      return clientY > box.top + box.height / 2;
    };
    const up = all.slice(at + 1).filter(below), down = all.slice(0, at).filter(other => !below(other)).reverse();
    for (const other of up) row.before(other);
    for (const other of down) row.after(other);
  };
  grip.onpointerup = grip.onpointercancel = () => {
    grip.onpointermove = grip.onpointerup = grip.onpointercancel = null;
    row.classList.remove("lifted");
    if (order(list) !== before) save(list, row);
  };
});

// Saves follow one another, so that a quick hand cannot bring its own moves into conflict.
let last = Promise.resolve();
function save(list, row) {
  say(fill(list.dataset.moved, { n: rows(list).indexOf(row) + 1, all: rows(list).length }));
  list.dispatchEvent(new CustomEvent("reordered", { bubbles: true }));
  last = last.then(async () => {
    const now = order(list);
    try {
      const answer = await send(list.dataset.reorder, { order: now, version: list.dataset.version ?? "" });
      if (!answer.ok) throw answer;
      if (answer.headers.has("X-Version")) list.dataset.version = answer.headers.get("X-Version");
      if (answer.headers.get("Content-Type")?.startsWith("text/html") && order(list) === now) replace(list, await answer.text());
    } catch {
      say(list.dataset.failed);
    }
  });
}

function replace(list, html) {
  const id = document.activeElement?.closest("[data-id]")?.dataset.id, value = document.activeElement?.value;
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-reorder]");
  if (!fresh || !list.isConnected) return;
  list.replaceWith(fresh);
  fresh.querySelector(`[data-id="${id}"] :is(button[value="${value}"], a, button)`)?.focus();
}
