// While a start or a length is being changed, the later times of the agenda roll along, as they will when it is saved.
//
//   <ol class="agenda" data-roll data-format="{H}h{M}">
//     <li data-id="3" data-at="08:40" data-minutes="100"><time>08h40</time> …      a row with data-fixed stops the rolling
//   <input type="time" data-roll-start="3"> <input type="number" data-roll-minutes="3">   anywhere on the page, for that row
//
// Only what is shown changes; the inputs of later rows, if there are any, follow too.
import {fill} from "./send.js";

// Times are written 08:40, 8h40 or 8h.
const parse = text => { const [, h, m] = text.match(/^\s*(\d{1,2})\s*[:h.]\s*(\d{2})?\s*$/) ?? []; return Number(h) * 60 + Number(m ?? 0); };
const two = n => String(n).padStart(2, "0");

document.addEventListener("input", event => {
  const { rollStart, rollMinutes } = event.target.dataset, id = rollStart ?? rollMinutes;
  const list = document.querySelector("[data-roll]");
  if (!id || !list) return;
  const rows = [...list.querySelectorAll(":scope > [data-at]")];
  for (const row of rows) {
    row.now ??= { start: parse(row.dataset.at), minutes: Number(row.dataset.minutes) };
  }
  const at = rows.findIndex(row => row.dataset.id === id), row = rows[at];
  if (!row || event.target.value === "") return;
  const shift = rollStart ? parse(event.target.value) - row.now.start : Number(event.target.value) - row.now.minutes;
  if (!Number.isFinite(shift)) return; // half a time
  if (rollStart) row.now.start += shift;
  else row.now.minutes += shift;
  for (const later of rows.slice(at + 1)) {
    if ("fixed" in later.dataset) break;
    later.now.start += shift;
  }
  for (const row of rows) show(list, row, event.target);
});

function show(list, row, source) {
  const minutes = ((row.now.start % 1440) + 1440) % 1440, start = [two(Math.floor(minutes / 60)), two(minutes % 60)];
  row.querySelector("time").textContent = fill(list.dataset.format, { H: start[0], M: start[1] });
  row.classList.toggle("moved", row.now.start !== parse(row.dataset.at));
  const input = row.querySelector("[data-roll-start]");
  if (input && input !== source) input.value = start.join(input.type === "time" ? ":" : "h");
}
