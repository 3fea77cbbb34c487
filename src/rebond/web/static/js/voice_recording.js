/* One recording: its row, its pieces on this device, and their way to the server. */
import { Sending } from "./voice_sending.js";

const PIECE_BYTES = 2 ** 20;
const SAYS_NOTHING = () => {};

export class Recording {
  #base;
  #store;
  #file;
  #inMemory = new Map(); /* pieces that this device would not keep */
  #writing = Promise.resolve();

  /* `store` is null where nothing can be kept here; `file` is given where the sound is a file already. `tell` hears how
     the sending goes, and "memory" where a piece is held by this tab alone. */
  constructor({ row, base, tell = SAYS_NOTHING, store = null, file = null }) {
    this.row = row;
    this.tell = tell;
    this.#base = base;
    this.#store = store;
    this.#file = file;
    this.#beginSending();
  }

  #beginSending() {
    const bytesOf = (take, number) => this.#bytesOf(take, number);
    const tell = (...heard) => this.tell(...heard);
    this.sending = new Sending({ row: this.row, base: this.#base, bytesOf, tell });
  }

  static rowOf({ key, language, interview, mime = "" }) {
    return { key, language, interview, mime, started: Date.now(), takes: [], seconds: 0, finished: false };
  }

  /* A file chosen: it lies on this device already, and is only cut. */
  static ofFile({ key, language, interview, file, base, tell }) {
    const row = Recording.rowOf({ key, language, interview, mime: file.type });
    row.takes = [Math.ceil(file.size / PIECE_BYTES)];
    return new Recording({ row, base, tell, file });
  }

  sendAll() {
    this.row.takes.forEach((count, take) => {
      for (let number = 0; number < count; number += 1) this.sending.add(take, number);
    });
  }

  /* After its sending was ended: what the server lacks by now. */
  sendAnew() {
    this.#beginSending();
    this.sending.sendMissing();
  }

  /* A recorder is begun: what it writes is a file of its own. Returns its number. */
  beginTake(mime) {
    Object.assign(this.row, { mime, finished: false });
    return this.row.takes.push(0) - 1;
  }

  /* Keep a piece here, then send it. The order of the calls is that of the sound. */
  keep(take, blob, seconds) {
    const number = this.row.takes[take];
    this.row.takes[take] += 1;
    this.row.seconds = seconds;
    const counted = structuredClone(this.row);
    this.#writing = this.#writing.then(() => this.#put(counted, take, number, blob));
  }

  async #put(counted, take, number, blob) {
    try {
      await this.#store.keepPiece(counted, take, number, await blob.arrayBuffer());
    } catch {
      this.#inMemory.set(`${take}/${number}`, blob);
      this.tell("memory");
    }
    this.sending.add(take, number);
  }

  async #bytesOf(take, number) {
    if (this.#file) return this.#file.slice(number * PIECE_BYTES, (number + 1) * PIECE_BYTES);
    const inMemory = this.#inMemory.get(`${take}/${number}`);
    return inMemory ?? this.#store?.piece(this.row.key, take, number).catch(() => undefined);
  }

  /* No more comes: what is said of it here outlives this tab, then the server is told. See Sending.finish. */
  async finish() {
    await this.#writing;
    this.row.finished = true;
    await this.#store?.keepRow(this.row).catch(() => {});
    const ended = await this.sending.finish();
    if (ended.address) await this.forget();
    return ended;
  }

  async forget() {
    await this.sending.end();
    await this.#store?.forget(this.row.key).catch(() => {});
  }
}
