// The map of a page's keys: "?" opens it, also from an empty field; Escape closes it. Pages with more keys than the browser's have modules of
// their own for them. On a page with <… data-fullscreen> F fills the screen with it; data-jump="1" is gone to by its number.
const map = document.getElementById("keys");
document.querySelector("[data-keys]")?.addEventListener("click", () => map?.showModal());

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const field = event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
  if (event.key === "?" && map && (!field || event.target.value === "")) map.showModal();
  else if (field) return;
  else if (event.key.toLowerCase() === "f" && document.querySelector("[data-fullscreen]")) document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.().catch(() => {});
  else {
    const part = /^[1-9]$/.test(event.key) && document.querySelector(`[data-jump="${event.key}"]`);
    if (!part) return;
    part.tabIndex = -1;
    part.focus();
  }
  event.preventDefault();
});
