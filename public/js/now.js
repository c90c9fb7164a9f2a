// What is on now and what is next, computed in the page: nothing needs to be fetched for it.
//
//   <section data-now hidden>                                      shown while something is on or to come
//     <span class="tag wait" data-now-state data-on="Đang diễn ra" data-next="Tiếp theo"></span>
//     <span data-now-left data-minutes="còn khoảng {n} phút" data-hours="còn khoảng {h} giờ {n} phút" data-at="lúc {H}h{M}"></span>
//     <h2 data-now-title></h2></section>
//   <ol class="agenda" data-agenda data-clock="2018-11-13T09:56:00+07:00">     data-clock: the server's time, if this page is not cached
//     <li data-start="2018-11-13T08:40:00+07:00" data-end="…"><time>08h40</time><span class="what">Thảo luận</span>
//
// The item that is on gets aria-current="time", those that are over the class done. One that really started says so itself:
// data-on or data-done on the row come before the clock.
import {fill, clock} from "./send.js";

let ahead = 0; // how far the server's clock is ahead of this one
const first = document.querySelector("[data-agenda][data-clock]");
if (first) ahead = Date.parse(first.dataset.clock) - Date.now();

function mark() {
  const now = Date.now() + ahead, list = document.querySelector("[data-agenda]");
  if (!list) return;
  const rows = [...list.querySelectorAll("[data-start]")];
  let on = rows.find(row => "on" in row.dataset);
  on ??= rows.find(row => !("done" in row.dataset) && Date.parse(row.dataset.start) <= now && now < Date.parse(row.dataset.end));
  const next = on ? null : rows.find(row => Date.parse(row.dataset.start) > now);
  for (const row of rows) {
    row === on ? row.setAttribute("aria-current", "time") : row.removeAttribute("aria-current");
    row.classList.toggle("done", row !== on && ("done" in row.dataset || Date.parse(row.dataset.end) <= now));
  }
  show(on, next, now);
}

function show(on, next, now) {
  const card = document.querySelector("[data-now]"), row = on ?? next;
  if (!card) return;
  card.hidden = !row;
  if (!row) return;
  const state = card.querySelector("[data-now-state]"), left = card.querySelector("[data-now-left]");
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; }; // so that nothing is read out twice
  write(state, on ? state.dataset.on : state.dataset.next);
  write(card.querySelector("[data-now-title]"), row.querySelector(".what").textContent.trim());
  const minutes = Math.ceil((Date.parse(row.dataset.end) - now) / 60000);
  write(left, next ? clock(left.dataset.at, new Date(next.dataset.start))
    : minutes <= 0 ? ""
    : minutes < 60 ? fill(left.dataset.minutes, { n: minutes })
    : fill(left.dataset.hours, { h: Math.floor(minutes / 60), n: minutes % 60 }));
}

mark();
setInterval(mark, 15000);
document.addEventListener("visibilitychange", mark);
document.addEventListener("refreshed", mark);
