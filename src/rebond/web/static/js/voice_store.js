/* What is recorded lies on this device first: a row for each recording, and its pieces of sound under [key, take, number].
   A row says: key, language, interview, mime, started, takes (how many pieces each has), seconds, finished. */
const NAME = "rebond.voice";
const ROWS = "recordings";
const PIECES = "pieces";
/* Once a write is said to be done, a power cut does not take it back. */
const ON_DISK = { durability: "strict" };

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("blocked")));
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("error", () => reject(transaction.error));
    transaction.addEventListener("abort", () => reject(transaction.error));
  });

const placesOf = (key) => IDBKeyRange.bound([key, 0, 0], [key, Infinity, Infinity]);

class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /* All rows, the oldest first. */
  async rows() {
    const rows = await answered(this.#database.transaction(ROWS).objectStore(ROWS).getAll());
    return rows.sort((one, other) => one.started - other.started);
  }

  async row(key) {
    return answered(this.#database.transaction(ROWS).objectStore(ROWS).get(key));
  }

  async keepRow(row) {
    const writing = this.#database.transaction(ROWS, "readwrite", ON_DISK);
    writing.objectStore(ROWS).put(row);
    await committed(writing);
  }

  /* A piece and the row that counts it, both or neither. */
  async keepPiece(row, take, number, bytes) {
    const writing = this.#database.transaction([ROWS, PIECES], "readwrite", ON_DISK);
    writing.objectStore(PIECES).put(bytes, [row.key, take, number]);
    writing.objectStore(ROWS).put(row);
    await committed(writing);
  }

  async piece(key, take, number) {
    return answered(this.#database.transaction(PIECES).objectStore(PIECES).get([key, take, number]));
  }

  async forget(key) {
    const writing = this.#database.transaction([ROWS, PIECES], "readwrite", ON_DISK);
    writing.objectStore(PIECES).delete(placesOf(key));
    writing.objectStore(ROWS).delete(key);
    await committed(writing);
  }
}

/* The store of this device, or null where the browser lets nothing be kept (some private windows). */
export const openStore = async () => {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.addEventListener("upgradeneeded", () => {
      opening.result.createObjectStore(ROWS, { keyPath: "key" });
      opening.result.createObjectStore(PIECES);
    });
    return new Store(await answered(opening));
  } catch {
    return null;
  }
};

/* One tab at a time records, sends or erases a recording: this one from now on, if no other does. The page that goes lets
   go. Browsers without locks have one tab that matters. */
export const claim = async (key) => {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks.request(`${NAME}.${key}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
};

/* Waits until no other tab holds it, then holds it. */
export const claimLater = (key) =>
  new Promise((resolve) => {
    navigator.locks.request(`${NAME}.${key}`, () => {
      resolve();
      return new Promise(() => {});
    });
  });
