// Clocks that count in the page, by the server's time: nothing is fetched while they run.
//
//   <div data-clock="2018-11-13T09:56:00+07:00" data-until="…">      the server's time when this was made; when it passes until, the page is read again
//     <p data-time>09h56</p>                                          the time of day there
//     <p data-timer data-started="…" data-paused-ms="0" data-minutes="7"><span data-elapsed></span></p>
//
// data-paused-at holds a timer. In its last minute it has the class soon, and behind its end the class over and shows by how much.
const two = n => String(n).padStart(2, "0");
const span = seconds => (seconds >= 3600 ? Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60) % 60) : two(Math.floor(seconds / 60))) + ":" + two(seconds % 60);
const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
let ahead = 0, seen, asked;

function tick() {
  const source = document.querySelector("[data-clock]");
  if (!source) return;
  if (seen !== source.dataset.clock) {
    seen = source.dataset.clock;
    ahead = Date.parse(seen) - Date.now();
  }
  const now = Date.now() + ahead, zone = /([+-])(\d\d):(\d\d)$/.exec(seen);
  const there = new Date(now + (zone ? (zone[1] === "-" ? -1 : 1) * (zone[2] * 60 + +zone[3]) * 60000 : 0));
  write(document.querySelector("[data-time]"), two(there.getUTCHours()) + (document.documentElement.lang === "en" ? ":" : "h") + two(there.getUTCMinutes()));
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const until = timer.dataset.pausedAt ? Date.parse(timer.dataset.pausedAt) : now;
    const elapsed = Math.max(0, Math.floor((until - Date.parse(timer.dataset.started) - Number(timer.dataset.pausedMs)) / 1000));
    const left = Number(timer.dataset.minutes) * 60 - elapsed, limited = left === left;
    timer.classList.toggle("soon", limited && left <= 60 && left >= 0);
    timer.classList.toggle("over", limited && left < 0);
    write(timer.querySelector("[data-elapsed]"), span(elapsed) + (limited && left < 0 ? " (+" + span(-left) + ")" : ""));
  }
  const end = Date.parse(source.dataset.until);
  if (end <= now && asked !== source.dataset.until) {
    asked = source.dataset.until;
    setTimeout(() => document.dispatchEvent(new Event("readagain")), 500 + Math.random() * 1500);
  }
}

tick();
setInterval(tick, 500);
document.addEventListener("refreshed", tick);
document.addEventListener("visibilitychange", tick);
