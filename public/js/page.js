// On every page. It tells the style that modules run, brings the current tab into view and closes menus.
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
