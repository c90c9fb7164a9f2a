// Pages that follow an event. One element says where the news come from, see the partial "live"; each part with data-live and an id is made
// anew when the event has moved:
//
//   <div data-stream="/events/x/live" data-revision="412" data-lost="Mất kết nối…" data-back="Đã kết nối lại." data-ended="…" hidden></div>
//   <section id="now" data-live>                                            read again from this page's own address
//   <ol id="queue" data-live="/events/x/queue" data-topics="speeches">      from another one, and only when these topics moved
//
// A part is morphed, not replaced: focus, scrolling and what is being typed stay. Then it hears "refreshed". Other modules may listen to
// "news" on the document: its detail is {revision, topics}.
import { morph } from "./morph.js";

const quick = 5000, slow = 60000, patience = 10000;
const source = document.querySelector("[data-stream]");
const spread = Number(source?.dataset.spread ?? 0); // so that a hall of phones does not ask in the same moment
if (source) follow(source);

function follow(source) {
  let since = Number(source.dataset.revision), stream, timer, watchdog, wait = 1000, lost = false;
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const topics = [...new Set(parts().every(part => part.dataset.topics) ? parts().flatMap(part => part.dataset.topics.split(" ")) : [])];
  const address = () => source.dataset.stream + "?" + new URLSearchParams({ since, ...(topics.length && !("all" in source.dataset) ? { topics: topics.join(",") } : {}) });
  const later = (act, delay) => { clearTimeout(timer); timer = setTimeout(act, delay * (.75 + Math.random() / 2)); };

  // say shows whether the page still follows; a short break is nobody's concern.
  let saying;
  function say(state) {
    clearTimeout(saying);
    const line = document.querySelector("[data-connection]"), show = () => {
      if (!line) return;
      line.textContent = source.dataset[state] ?? "";
      line.dataset.state = state;
      line.hidden = !line.textContent;
    };
    if (state === "lost") {
      if (!lost) saying = setTimeout(show, 2500);
      lost = true;
    } else if (state === "ended") {
      show();
    } else if (lost) {
      lost = false;
      if (line?.dataset.state === "lost" && !line.hidden) {
        show();
        saying = setTimeout(() => { line.hidden = true; }, 4000);
      }
    }
  }

  // heard takes "412 agenda speeches": the revision, and what moved.
  function heard(text) {
    const [first, ...moved] = text.trim().split(" "), revision = Number(first);
    if (!first || Number.isNaN(revision)) return;
    if (revision === since) return;
    since = revision;
    document.dispatchEvent(new CustomEvent("news", { detail: { revision, topics: moved } }));
    refresh(moved);
  }

  function open() {
    close();
    if (!window.EventSource) return ask();
    stream = new EventSource(address());
    watchdog = setTimeout(ask, patience); // a proxy may hold the stream back
    stream.onopen = () => { wait = 1000; clearTimeout(watchdog); source.dataset.following = ""; say("back"); };
    stream.onmessage = event => heard(event.data);
    stream.onerror = () => {
      delete source.dataset.following;
      say("lost");
      if (stream?.readyState === EventSource.CLOSED) ask(); // refused: no room, signed out, or an old proxy
    };
  }

  function close() {
    clearTimeout(timer);
    clearTimeout(watchdog);
    stream?.close();
    stream = null;
    delete source.dataset.following;
  }

  // ask is what is left where streams do not come through: one line, now and then; and a stream is tried again.
  let asked = 0;
  async function ask() {
    close();
    try {
      const answer = await fetch(address(), { headers: { Accept: "text/plain" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 403) return say("ended");
      if (!answer.ok) throw answer;
      heard(await answer.text());
      say("back");
      wait = quick;
    } catch {
      say("lost");
      wait = Math.min(wait * 2, slow);
    }
    if (!document.hidden) later(wait < quick || ++asked % 6 === 0 ? open : ask, wait);
  }

  // A browser allows few connections to one host, and a window that nobody sees needs none.
  let hiding;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, 20000);
    else if (!stream) open();
  });
  addEventListener("online", () => { if (stream?.readyState !== EventSource.OPEN) open(); });
  addEventListener("offline", () => say("lost"));
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => { if (event.persisted) open(); });
  document.addEventListener("readagain", () => refresh(["*"]));
  if (!document.hidden) open();

  // refresh reads again the parts that show what moved: each address once, and one after the other.
  let reading = false, waiting = new Set();
  async function refresh(moved) {
    const all = moved.length === 0 || moved.includes("*") || moved.includes("event");
    for (const part of parts()) {
      const shows = part.dataset.topics?.split(" ");
      if (all || !shows || shows.some(topic => moved.includes(topic))) waiting.add(part.dataset.live);
    }
    if (reading) return;
    reading = true;
    if (spread) await new Promise(done => setTimeout(done, Math.random() * spread));
    while (waiting.size) {
      const [url] = waiting;
      waiting.delete(url);
      try {
        const answer = await fetch(url || location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) });
        const out = answer.redirected && new URL(answer.url).pathname === "/login";
        if (out || answer.status === 404 || answer.status === 410) { say("ended"); close(); break; } // it is taken from this reader, or gone
        if (!answer.ok) throw answer;
        show(url, new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        say("lost");
        setTimeout(() => refresh(["*"]), quick * (1 + Math.random()));
        break;
      }
    }
    reading = false;
  }

  function show(url, fresh) {
    for (const part of parts()) {
      if (part.dataset.live !== url) continue;
      const now = fresh.getElementById(part.id);
      if (!now) continue;
      if (part.querySelector(".lifted")) { setTimeout(() => refresh(["*"]), 1000); continue; } // a hand is moving a row
      const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      morph(part, now);
      const shown = document.getElementById(part.id);
      if (focused && !shown.contains(document.activeElement)) document.getElementById(focused)?.focus({ preventScroll: true });
      shown.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
    }
  }
}
