// Parts of a page that follow the event: each element with data-live="URL" is fetched again and replaced when the event's revision has
// moved. The page says once where to ask:
//
//   <section data-revision-url="/events/x/revision" data-revision="412"> … <ol id="now" data-live="/events/x/live/now">
//
// The answer to data-revision-url begins with the number. An element that the reader is writing in is left alone.
const source = document.querySelector("[data-revision-url]");
if (source) follow(source.dataset.revisionUrl, Number(source.dataset.revision), refresh);

// follow calls moved() when the number has grown. It is the one place that knows how the news comes.
function follow(url, revision, moved) {
  const quick = 5000, slow = 60000;
  let wait = quick, timer;
  const again = () => { clearTimeout(timer); if (!document.hidden) timer = setTimeout(ask, wait * (.8 + Math.random() * .4)); };
  async function ask() {
    try {
      const answer = await fetch(url, { headers: { Accept: "text/plain" } });
      if (!answer.ok) throw answer;
      const now = parseInt(await answer.text(), 10);
      if (now > revision) {
        await moved();
        revision = now;
      }
      wait = quick;
    } catch {
      wait = Math.min(wait * 2, slow);
    }
    again();
  }
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (!document.hidden) ask(); });
  addEventListener("online", () => { clearTimeout(timer); ask(); });
  again();
}

async function refresh() {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) continue;
    const answer = await fetch(part.dataset.live);
    if (!answer.ok) continue;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!fresh) continue;
    const focused = part.contains(document.activeElement) && document.activeElement.id;
    part.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus();
    fresh.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  }
}
