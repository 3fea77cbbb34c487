/* Sends the pieces of one recording in order, each until it has arrived. The server knows a piece by its place, so that
   one sent twice is kept once. */
const WAITS_MS = [1000, 2000, 4000, 8000, 10000];
const LONGEST_ANSWER_MS = 20000;
const ASK_AGAIN_MS = 600;
/* What browsers still send for a page that is left: 64 KB in all. */
const SENT_WHEN_LEFT_BYTES = 15000;

/* What became of a request. After AWAY and OUTSIDE one tries again. */
export const REACHED = "reached";
export const AWAY = "away";
export const OUTSIDE = "outside"; /* the server was started again and does not know this browser yet */
export const CLOSED = "closed"; /* the recording is finished or removed: nothing more is taken */
export const FULL = "full"; /* there is no room for more */

const outcomeOf = ({ ok, status }) => {
  if (ok) return REACHED;
  if (status === 403) return OUTSIDE;
  return status === 429 || status >= 500 ? AWAY : CLOSED;
};

/* The mark that lets this page's requests through, in its forms; after a sign-in elsewhere there is a new one. */
const marks = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

const renewMark = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const renewed = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  for (const mark of renewed ? marks() : []) mark.value = renewed;
};

export const post = async (address, { body = new URLSearchParams(), type = "", keepalive = false } = {}) => {
  const headers = { "X-CSRFToken": marks()[0].value };
  if (type) headers["Content-Type"] = type;
  const signal = AbortSignal.timeout(LONGEST_ANSWER_MS);
  return fetch(address, { method: "POST", body, headers, keepalive, signal });
};

export class Sending {
  #row;
  #base;
  #bytesOf;
  #tell;
  #queue = [];
  #arrived = 0;
  #ended = "";
  #full = false;
  #running = false;
  #wake = () => {};
  #idle = [];

  /* `bytesOf(take, number)` gives a piece; `tell(outcome, arrived, known)` hears how each attempt went. */
  constructor({ row, base, bytesOf, tell }) {
    this.#row = row;
    this.#base = `${base}${row.key}/`;
    this.#bytesOf = bytesOf;
    this.#tell = tell;
    addEventListener("online", () => this.#wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
  }

  add(take, number) {
    this.#queue.push([take, number]);
    this.#run();
  }

  /* Nothing more is sent or told; resolves once nothing is on its way. */
  end() {
    this.#tell = () => {};
    this.#ended ||= CLOSED;
    this.#wake();
    return this.#drained();
  }

  /* What the server holds: `{state, takes}`; asks until it answers. Null once ended. */
  async held() {
    const answer = await this.#until(() => fetch(`${this.#base}held/`, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) }));
    return answer?.ok ? answer.json() : null;
  }

  /* Sends what the server lacks. Returns its state before. */
  async sendMissing() {
    const held = await this.held();
    if (!held || !["absent", "open"].includes(held.state)) return held?.state ?? CLOSED;
    this.#row.takes.forEach((count, take) => {
      const there = new Set(held.takes[take] ?? []);
      for (let number = 0; number < count; number += 1) if (!there.has(number)) this.#queue.push([take, number]);
    });
    this.#run();
    return held.state;
  }

  /* Once all has arrived: no more comes. Returns `{address}`, or `{problem}` in words of the server, empty where it had
     none. */
  async finish() {
    const counts = [...this.#row.takes];
    for (;;) {
      await this.#drained();
      if (this.#ended) return { problem: "" };
      const body = new URLSearchParams(counts.map((count) => ["pieces", count]));
      const answer = await this.#until(() => post(`${this.#base}finish/`, { body }), [409, 422]);
      if (!answer) return { problem: "" };
      if (answer.ok || answer.status === 422) return answer.json();
      await this.#askFor(await this.#missing(answer), counts);
    }
  }

  async #missing(answer) {
    return (await answer.json().catch(() => ({}))).missing ?? [];
  }

  /* What the server lacks is sent again. What this device lacks too, or there is no room for: the take ends before it. */
  async #askFor(missing, counts) {
    if (missing.length === 0) this.#ended ||= CLOSED;
    for (const [take, number] of missing) {
      if (!this.#full && (await this.#bytesOf(take, number))) this.#queue.push([take, number]);
      else counts[take] = Math.min(counts[take] ?? 0, number);
    }
    this.#run();
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length && !this.#ended) {
      const [take, number] = this.#queue[0];
      const bytes = await this.#bytesOf(take, number);
      const answer = bytes && (await this.#until(() => this.#send(take, number, bytes), [413]));
      this.#queue.shift();
      if (answer) this.#noteArrival(answer);
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #noteArrival(answer) {
    this.#full = answer.status === 413;
    if (this.#full) this.#queue = [];
    else this.#arrived += 1;
    this.#report(this.#full ? FULL : REACHED);
  }

  #send(take, number, bytes) {
    const { language, interview, mime } = this.#row;
    const said = new URLSearchParams(interview ? { language, interview } : { language });
    const keepalive = (bytes.byteLength ?? bytes.size) < SENT_WHEN_LEFT_BYTES;
    const type = mime || "application/octet-stream";
    return post(`${this.#base}${take}/${number}/?${said}`, { body: bytes, type, keepalive });
  }

  #drained() {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #report(outcome) {
    this.#tell(outcome, this.#arrived, this.#arrived + this.#queue.length);
  }

  /* The answer, once there is a good one, or one of the `expected` refusals; null once ended. */
  async #until(ask, expected = []) {
    for (let failures = 0; !this.#ended; failures += 1) {
      const answer = await ask().catch(() => null);
      if (answer && expected.includes(answer.status)) return answer;
      const outcome = answer ? outcomeOf(answer) : AWAY;
      if (outcome === REACHED) return answer;
      if (outcome === CLOSED) this.#ended = CLOSED;
      else await this.#waitAfter(outcome, failures);
      if (this.#ended) this.#report(CLOSED);
    }
    return null;
  }

  async #waitAfter(outcome, failures) {
    this.#report(outcome);
    if (outcome === OUTSIDE && failures > 0) await renewMark().catch(() => {});
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
    await new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, wait);
    });
  }
}
