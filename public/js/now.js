// What is on now and what is next, computed in the page: nothing needs to be fetched for it.
//
//   <section data-now hidden>                                      shown while something is on or to come
//     <span class="tag wait" data-now-state data-words-on="Đang diễn ra" data-words-next="Tiếp theo"></span>
//     <span data-now-left data-minutes="còn khoảng {n} phút" data-hours="còn khoảng {h} giờ {n} phút" data-at="lúc {H}h{M}"></span>
//     <h2 data-now-title></h2></section>
//   <div data-agenda data-clock="2018-11-13T09:56:00+07:00">       data-clock: the server's time, if this page is not cached
//     <ol class="agenda">                                          one for each room
//       <li data-start="2018-11-13T08:40:00+07:00" data-end="…" data-planned="…"><time>08h40</time><span class="what">Thảo luận</span>
//
// The item that is on gets aria-current="time", those that are over the class done. One that somebody has started or ended says so itself,
// by data-running or data-over, which come before the clock: while it runs, nothing else in its room is on.
import {fill} from "./send.js";

let ahead = 0; // how far the server's clock is ahead of this one
const first = document.querySelector("[data-agenda][data-clock]");
if (first) ahead = Date.parse(first.dataset.clock) - Date.now();

function mark() {
  const now = Date.now() + ahead, on = [], coming = [];
  for (const list of document.querySelectorAll("[data-agenda].agenda, [data-agenda] .agenda")) {
    const rows = [...list.querySelectorAll("[data-start]")], running = rows.findIndex(row => "running" in row.dataset);
    rows.forEach((row, i) => {
      const early = Math.max(0, Date.parse(row.dataset.planned) - Date.parse(row.dataset.start)) || 0; // before its planned hour somebody has to say that it is on
      const start = Date.parse(row.dataset.start) + early, end = Date.parse(row.dataset.end) + early, waits = running >= 0 && i > running;
      const over = "over" in row.dataset || i !== running && !waits && end <= now;
      const runs = i === running || running < 0 && !over && start <= now && now < end;
      row.ends = end;
      if (runs) on.push(row);
      else if (!over && (waits || start > now)) coming.push(row);
      runs ? row.setAttribute("aria-current", "time") : row.removeAttribute("aria-current");
      row.classList.toggle("done", over);
    });
  }
  coming.sort((a, b) => Date.parse(a.dataset.start) - Date.parse(b.dataset.start));
  show(on, coming[0], now);
}

function show(on, next, now) {
  const card = document.querySelector("[data-now]"), row = on[0] ?? next;
  if (!card) return;
  card.hidden = !row;
  if (!row) return;
  const state = card.querySelector("[data-now-state]"), left = card.querySelector("[data-now-left]");
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; }; // so that nothing is read out twice
  const what = row => row.querySelector(".what").textContent.trim();
  write(state, on.length ? state.dataset.wordsOn : state.dataset.wordsNext);
  write(card.querySelector("[data-now-title]"), on.length ? on.map(what).join("\n") : what(next));
  const minutes = Math.ceil((row.ends - now) / 60000);
  const [H, M] = next?.dataset.start.slice(11, 16).split(":") ?? []; // as the clocks show there, wherever this device is
  write(left, !on.length ? fill(left.dataset.at, { H, M })
    : !(minutes > 0) ? ""
    : minutes < 60 ? fill(left.dataset.minutes, { n: minutes })
    : fill(left.dataset.hours, { h: Math.floor(minutes / 60), n: minutes % 60 }));
}

mark();
setInterval(mark, 15000);
document.addEventListener("visibilitychange", mark);
document.addEventListener("refreshed", mark);
