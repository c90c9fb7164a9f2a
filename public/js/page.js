// On every page. It tells the style that modules run, brings the current tab into view, closes menus and sends no form twice.
document.documentElement.classList.add("modules");

// On a narrow screen the tab of this page may lie outside.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) tab.closest(".tabs").scrollLeft = tab.offsetLeft - (innerWidth - tab.offsetWidth) / 2;

// A menu or question closes with Escape, or when the reader turns to something else.
const open = "details.menu[open], details.confirm[open]";
document.addEventListener("keydown", event => {
  const details = event.key === "Escape" && document.querySelector(open);
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
});
document.addEventListener("click", event => {
  for (const details of document.querySelectorAll(open)) if (!details.contains(event.target)) details.open = false;
});

// A form is sent once, however often its button is pressed before the next page is there. What a module sends by itself is its own concern.
let sent = new WeakMap();
addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (sent.get(form) ?? 0) < 3000) event.preventDefault();
  else sent.set(form, Date.now());
});
addEventListener("pageshow", () => { sent = new WeakMap(); });
