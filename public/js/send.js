// What the other modules share: posting as a form does, saying something, and writing a time of day.

// send posts fields with the page's token. It resolves to the response, whatever its status; a lost network rejects, and so does one that
// swallows everything.
export function send(url, fields) {
  const body = new URLSearchParams(fields);
  body.set("_csrf", document.querySelector("meta[name=csrf]")?.content ?? "");
  return fetch(url, { method: "POST", body, headers: { Accept: "application/json, text/html" }, redirect: "manual", signal: AbortSignal.timeout(20000) });
}

// draftKey is under what the browser keeps what the account that is signed in has typed for an address: a shared machine offers it to nobody else.
export const draftKey = url => draftsOf() + url;
export const draftsOf = () => `draft:${document.querySelector("meta[name=account]")?.content ?? ""} `;

// say shows a sentence for a while, and has it read out.
export function say(text) {
  let toast = document.querySelector(".toast");
  if (!toast) {
    toast = document.createElement("p");
    toast.className = "toast";
    toast.setAttribute("role", "status");
    document.body.append(toast);
  }
  clearTimeout(toast.timer);
  toast.textContent = "";
  requestAnimationFrame(() => { toast.textContent = text; });
  toast.timer = setTimeout(() => { toast.textContent = ""; }, 6000);
}

// fill puts values into {names}; an hour, minute or second is written with two digits.
export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (all, name) => name in values ? String(values[name]) : all);
}

export function clock(pattern, date) {
  const two = n => String(n).padStart(2, "0");
  return fill(pattern, { H: two(date.getHours()), M: two(date.getMinutes()), S: two(date.getSeconds()) });
}
