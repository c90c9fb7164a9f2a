// On the pages of who is signed in. Signing out leaves no draft of this account and no list of a door on a shared machine. What could not be
// sent before the sign-in of another account ended, its drafts, acts of the desk and scans, stays for it: then the server is told not to clear all.
import {draftsOf} from "./send.js";

document.addEventListener("submit", event => {
  if (!event.target.matches("[data-signout]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(draftsOf()) || key.startsWith("draft:/")) localStorage.removeItem(key); // without an account: of a former version
  event.preventDefault();
  const form = event.target;
  wipe().then(waiting => {
    if (waiting || Object.keys(localStorage).some(key => /^(draft:|desk:\d)/.test(key))) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keep", value: "true" }));
    form.submit();
  });
});

// wipe removes the list that a door keeps on this device (js/keep.js), and all of it when no scan waits to be sent: one of an account whose
// sign-in has ended does. It resolves to whether any does. A browser that does not answer must not keep anybody signed in.
function wipe() {
  const wiped = new Promise(resolve => {
    const open = indexedDB.open("hoithao-door");
    open.onupgradeneeded = () => open.transaction.abort(); // there was none
    open.onerror = () => resolve(false);
    open.onsuccess = () => {
      const db = open.result, clear = db.transaction(["lists", "queue"], "readwrite"), waiting = clear.objectStore("queue").count();
      clear.objectStore("lists").clear();
      clear.onabort = () => resolve(true);
      clear.oncomplete = () => {
        db.close();
        if (waiting.result) return resolve(true);
        const remove = indexedDB.deleteDatabase("hoithao-door");
        remove.onsuccess = remove.onerror = () => resolve(false);
      };
    };
  });
  return Promise.race([wiped.catch(() => true), new Promise(resolve => setTimeout(() => resolve(true), 2000))]);
}
