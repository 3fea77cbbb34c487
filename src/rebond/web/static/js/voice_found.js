/* What was recorded earlier and is not a text yet: what this device still holds of it is sent, then one goes on with it,
   has it written down, or erases it. */
import { Recording } from "./voice_recording.js";
import { post } from "./voice_sending.js";
import { claim, claimLater } from "./voice_store.js";
import { allow, announce, clock, isAllowed, lineOf, words } from "./voice_words.js";

const OPEN = ["open", "absent"];
const section = document.getElementById("voice-found");

const tidy = () => {
  section.hidden = section.querySelector("li") === null;
};

/* One entry of the list, and the recording behind it. */
class Found {
  #entry;
  #base;
  #desk;
  #recording;

  constructor({ entry, recording, base, desk }) {
    this.#entry = entry;
    this.#base = base;
    this.#desk = desk;
    this.#recording = recording;
    recording.tell = (outcome) => this.#line(lineOf(outcome));
    this.#on("[data-goes-on]", "click", () => this.#goOn());
    this.#on("[data-writes-down]", "submit", () => this.#writeDown());
    this.#on("[data-erases]", "submit", (event) => this.#erase(event.target.action));
    entry.toggleAttribute("data-ready", true);
  }

  /* An entry whose text is there has a link instead. A press on a button that is not allowed now does nothing. */
  #on(selector, event, act) {
    this.#entry.querySelector(selector)?.addEventListener(event, (happened) => {
      happened.preventDefault();
      if (this.#isAllowed) act(happened);
    });
  }

  #line(line) {
    this.#entry.querySelector("[data-line]").textContent = line;
  }

  #allow(allowed) {
    for (const button of this.#entry.querySelectorAll("button")) allow(button, allowed);
  }

  get #isAllowed() {
    return [...this.#entry.querySelectorAll("button")].every(isAllowed);
  }

  #leave() {
    this.#entry.remove();
    tidy();
  }

  /* Of what this device holds: the server gets what it lacks. */
  async sendRest() {
    const state = await this.#recording.sending.sendMissing();
    if (OPEN.includes(state)) {
      if (this.#recording.row.finished) await this.#writeDown({ stays: true });
      return;
    }
    await this.#recording.forget();
    if (state === "kept") this.#leave();
    else if (this.#entry.querySelector("a") === null) this.#arrived(`${this.#base}${this.#recording.row.key}/`);
  }

  /* Of what the server alone holds: how many pieces there are. */
  async learn() {
    this.#allow(false);
    const held = await this.#recording.sending.held();
    const counts = Object.entries(held?.takes ?? {}).map(([take, numbers]) => [Number(take), numbers.length]);
    const last = Math.max(-1, ...counts.map(([take]) => take));
    this.#recording.row.takes = Array.from({ length: last + 1 }, () => 0);
    for (const [take, count] of counts) this.#recording.row.takes[take] = count;
    this.#allow(true);
  }

  async #goOn() {
    if (!this.#desk.isFree) return;
    this.#allow(false);
    if (await this.#desk.takeUp(this.#recording)) this.#leave();
    else this.#allow(true);
  }

  async #writeDown({ stays = false } = {}) {
    this.#allow(false);
    this.#line(words.sending);
    const { address, problem } = await this.#recording.finish();
    if (address && !stays) location.assign(address);
    else if (address) this.#arrived(address);
    else {
      this.#allow(true);
      this.#line(problem || words.closed);
    }
  }

  /* It had been finished before this page came: it goes its way, and the page stays. */
  #arrived(address) {
    const link = document.createElement("a");
    Object.assign(link, { href: address, className: "quiet", textContent: words.read });
    this.#entry.querySelector(".row").replaceChildren(link);
    this.#line(words.arrived);
    announce(words.arrived);
  }

  /* First nothing is on its way any more: a piece that comes after the erasing would begin the recording anew. */
  async #erase(address) {
    this.#allow(false);
    await this.#recording.sending.end();
    const answer = await post(address).catch(() => null);
    if (answer?.ok || answer?.status === 404) {
      await this.#recording.forget();
      this.#leave();
      announce(words.erased);
      document.getElementById("voice-main").focus();
      return;
    }
    this.#recording.tell = () => {}; /* what is said of the erasing stays to be read */
    this.#recording.sendAnew();
    this.#allow(true);
    this.#line(document.body.dataset.failed);
  }
}

const entryFor = ({ row, base }) => {
  const there = section.querySelector(`li[data-recording="${CSS.escape(row.key)}"]`);
  if (there) return there;
  const entry = document.getElementById("voice-found-entry").content.querySelector("li").cloneNode(true);
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  Object.assign(entry.dataset, { recording: row.key, seconds: row.seconds });
  entry.querySelector("[data-when]").textContent = when.format(row.started);
  for (const form of entry.querySelectorAll("form")) form.action = `${base}${row.key}/${form.dataset.verb}/`;
  section.querySelector("ul").append(entry);
  tidy();
  return entry;
};

/* Another tab is at work on it: this one waits until it is not. */
const waitForOther = async (row, entry, store) => {
  const line = entry.querySelector("[data-line]");
  entry.toggleAttribute("data-elsewhere", true);
  line.textContent = words.elsewhere;
  await claimLater(row.key);
  entry.toggleAttribute("data-elsewhere", false);
  line.textContent = "";
  return store?.row(row.key);
};

const takeOver = async ({ row, isHere, base, store, desk }) => {
  const entry = entryFor({ row, base });
  const latest = (await claim(row.key)) ? row : await waitForOther(row, entry, store);
  if (isHere && !latest) {
    entry.remove();
    tidy();
    return;
  }
  const found = new Found({ entry, recording: new Recording({ row: latest ?? row, base, store }), base, desk });
  await (isHere ? found.sendRest() : found.learn());
};

const rowBehind = ({ recording: key, language, seconds }) =>
  Object.assign(Recording.rowOf({ key, language, interview: "" }), { seconds: Number(seconds) });

/* An entry that the server wrote is open where it has no link to its text. */
export const findAgain = async ({ page, store, desk }) => {
  const { address: base } = page.dataset;
  const rows = (await store?.rows().catch(() => [])) ?? [];
  const here = new Set(rows.map((row) => row.key));
  const open = [...section.querySelectorAll("li[data-state=open]")].filter(({ dataset }) => !here.has(dataset.recording));
  for (const row of rows) takeOver({ row, isHere: true, base, store, desk });
  for (const { dataset } of open) takeOver({ row: rowBehind(dataset), isHere: false, base, store, desk });
  for (const entry of section.querySelectorAll("li")) {
    const length = entry.querySelector("[data-length]");
    if (Number(entry.dataset.seconds)) length.textContent = ` · ${clock(Number(entry.dataset.seconds))}`;
  }
};
