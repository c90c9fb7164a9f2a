// What a door keeps on the device: the list of the session's delegates, and the scans that wait to be sent. It stands in IndexedDB, which
// plain HTTP has too; where even that is refused, in memory as long as the page is open. Each list and each scan has an owner, the account and
// the event, and only that one's page uses it. Signing out wipes the lists (signout.js).
const ready = new Promise(resolve => {
  try {
    const request = indexedDB.open("hoithao-door", 1);
    request.onupgradeneeded = () => { request.result.createObjectStore("lists"); request.result.createObjectStore("queue", { keyPath: "nonce" }); };
    request.onsuccess = () => { request.result.onversionchange = () => request.result.close(); resolve(request.result); };
    request.onerror = request.onblocked = () => resolve(null);
  } catch { resolve(null); }
});
const memory = { lists: new Map(), queue: new Map() };

async function within(store, mode, work) {
  const db = await ready;
  if (!db) return work(null, memory[store]);
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode), request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result); // on the disk, as far as the browser can tell
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const keepList = (key, list) => within("lists", "readwrite", (s, m) => s ? s.put(list, key) : m.set(key, list));
export const keptList = key => within("lists", "readonly", (s, m) => s ? s.get(key) : m.get(key));
// forgetLists removes the lists that other accounts have left here.
export const forgetLists = async owner => {
  const keys = await within("lists", "readonly", (s, m) => s ? s.getAllKeys() : [...m.keys()]);
  for (const key of keys) if (!key.startsWith(owner.split(" ")[0] + " ")) await within("lists", "readwrite", (s, m) => s ? s.delete(key) : m.delete(key));
};
export const enqueue = scan => within("queue", "readwrite", (s, m) => s ? s.put(scan) : m.set(scan.nonce, scan));
export const dequeue = nonce => within("queue", "readwrite", (s, m) => s ? s.delete(nonce) : m.delete(nonce));
export const queued = async () => [...await within("queue", "readonly", (s, m) => s ? s.getAll() : m.values())].sort((a, b) => a.scanned - b.scanned);

// fold is a text without marks in small letters, as the server's search has it.
export const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

export const nonce = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");

// sha256 of a text of ASCII, in hexadecimal (FIPS 180-4): browsers have none on plain HTTP.
export function sha256(text) {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  const part = (n, root) => { const x = n ** (1 / root); return ((x - Math.floor(x)) * 2 ** 32) | 0; };
  const k = primes.map(p => part(p, 3)), h = primes.slice(0, 8).map(p => part(p, 2));
  const bytes = [...text].map(c => c.charCodeAt(0)), bits = bytes.length * 8;
  bytes.push(128);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let i = 7; i >= 0; i--) bytes.push(i > 3 ? 0 : (bits >>> (8 * i)) & 255);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < bytes.length; at += 64) {
    const w = [];
    for (let i = 0; i < 64; i++) {
      if (i < 16) { const b = at + 4 * i; w[i] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3]; continue; }
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, j] = h;
    for (let i = 0; i < 64; i++) {
      const one = (j + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [j, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, j].forEach((x, i) => { h[i] = (h[i] + x) | 0; });
  }
  return h.map(x => (x >>> 0).toString(16).padStart(8, "0")).join("");
}
