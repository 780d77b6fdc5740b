// The journal's entries in IndexedDB, sealed with AES-GCM under a key that the browser keeps and gives nobody to read.
// A row shows when it was written and nothing else. The draft's id is part of the seal: whoever opens another draft in
// this browser opens none of its entries.

/** Entries older than this are removed, in milliseconds: seven days. */
const OLDEST = 7 * 24 * 3600 * 1000;

/** Rest between two writes, in milliseconds, so that fast typing is no stream of writes. */
const REST = 100;

const DATABASE = "journal";
const text = new TextEncoder();

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Removes everything, the key as well: without it not even a copy of the rows can be read. */
export const forgetAll = () => window.indexedDB?.deleteDatabase(DATABASE);

/** Without IndexedDB or WebCrypto (private windows, plain http) there is null: what is typed is kept in the page only. */
export async function openVault() {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("keys");
      opening.result.createObjectStore("entries", { keyPath: "id" });
    };
    const database = await done(opening);
    const vault = new Vault(database, await keyOf(database));
    // Another tab signs out: nothing may stand in the way of clearing.
    database.onversionchange = () => database.close();
    return vault;
  } catch {
    return null;
  }
}

async function keyOf(database) {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Two tabs may open at once: in one transaction only one of their keys can be the first.
  const keys = database.transaction("keys", "readwrite").objectStore("keys");
  const known = await done(keys.get("key"));
  if (known) return known;
  await done(keys.add(fresh, "key"));
  return fresh;
}

class Vault {
  #database;
  #key;
  #waiting = new Map();
  #writing = null;

  constructor(database, key) {
    this.#database = database;
    this.#key = key;
  }

  /** What is kept for a draft, oldest first. Removes what is too old on the way. */
  async load(draft) {
    const kept = [];
    try {
      for (const row of await done(this.#store().getAll())) {
        if (row.at < Date.now() - OLDEST) {
          this.remove(row.id);
          continue;
        }
        try {
          const plain = await crypto.subtle.decrypt(this.#seal(row.iv, draft), this.#key, row.sealed);
          kept.push({ ...JSON.parse(new TextDecoder().decode(plain)), id: row.id, at: row.at });
        } catch {
          // Another draft's.
        }
      }
    } catch {
      // Signed out meanwhile: there is nothing any more.
    }
    return kept.sort((a, b) => a.at - b.at);
  }

  put(draft, entry) {
    this.#change(entry.id, { draft, entry });
  }

  remove(id) {
    this.#change(id, null);
  }

  /** Of several changes of one entry only the last is written. */
  #change(id, value) {
    this.#waiting.set(id, value);
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
  }

  async #write() {
    try {
      while (this.#waiting.size > 0) {
        const batch = [...this.#waiting];
        this.#waiting.clear();
        const rows = await Promise.all(batch.map(([id, value]) => value && this.#sealed(id, value)));
        const store = this.#store("readwrite");
        await Promise.all(batch.map(([id], n) => done(rows[n] ? store.put(rows[n]) : store.delete(id))));
        // In a page that is being left there may be no later.
        if (document.visibilityState === "visible") await new Promise((resolve) => setTimeout(resolve, REST));
      }
    } catch {
      // Full, or cleared by a sign-out in another tab: the page itself still has it.
    }
  }

  async #sealed(id, { draft, entry: { id: _, at, ...entry } }) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = text.encode(JSON.stringify(entry));
    return { id, at, iv, sealed: await crypto.subtle.encrypt(this.#seal(iv, draft), this.#key, plain) };
  }

  #seal(iv, draft) {
    return { name: "AES-GCM", iv, additionalData: text.encode(draft) };
  }

  #store(mode) {
    return this.#database.transaction("entries", mode).objectStore("entries");
  }
}
