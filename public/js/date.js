// A browser writes a date in the order of its own language, and 12/11 read as 11/12 is a month's mistake: the day is told beside it, with its weekday.
function tell(input) {
  const told = input.nextElementSibling, [year, month, day] = input.value.split("-");
  if (told?.dataset.weekdays) told.value = day ? `${told.dataset.weekdays.split("|")[new Date(input.value).getUTCDay()]}, ${day}/${month < 3 ? month : +month}/${year}` : "";
}
const tellAll = () => document.querySelectorAll("input[type=date]").forEach(tell);
tellAll();
addEventListener("pageshow", tellAll); // what another module, or the browser, has filled in meanwhile
document.addEventListener("refreshed", tellAll);
document.addEventListener("input", event => { if (event.target.type === "date") tell(event.target); });
