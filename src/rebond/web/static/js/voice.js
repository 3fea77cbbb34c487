/* The page on which one speaks: a recording goes on whatever becomes of the server, the network or the tab. */
import { sendFiles } from "./voice_file.js";
import { findAgain } from "./voice_found.js";
import { canRecord, Microphone } from "./voice_microphone.js";
import { Recording } from "./voice_recording.js";
import { AWAY, CLOSED, FULL, OUTSIDE, REACHED } from "./voice_sending.js";
import { claim, openStore } from "./voice_store.js";
import { allow, announce, clock, isAllowed, words } from "./voice_words.js";

const TICK_MS = 100;
const UNHEARD_AFTER_MS = 5000; /* a microphone that is switched off gives exact silence */
const LAST_MINUTE_S = 60;
const MARGIN_S = 5; /* of the longest: what is a moment longer would be refused */
const FAILURES = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", NotReadableError: "taken" };

const page = document.getElementById("voice");
const part = (name) => document.getElementById(`voice-${name}`);

class Desk {
  #store;
  #microphone = new Microphone();
  #recording = null;
  #phase = "idle";
  #before = 0; /* seconds spoken until it was last begun or gone on with */
  #since = 0;
  #heardAt = 0;
  #warned = false;
  #key = page.dataset.key;

  constructor(store) {
    this.#store = store;
    part("main").addEventListener("click", () => isAllowed(part("main")) && this.#pressed());
    part("pause").addEventListener("click", () => (this.#phase === "paused" ? this.#goOn() : this.#pause()));
    addEventListener("beforeunload", (event) => this.#phase === "recording" && event.preventDefault());
    setInterval(() => this.#tick(), TICK_MS);
    this.#show("idle", "");
  }

  get isFree() {
    return this.#phase === "idle";
  }

  /* A recording found again goes on here, as a take of its own. Resolves to whether it does. */
  async takeUp(recording) {
    if (!(await this.#openMicrophone())) return false;
    this.#record(recording);
    part("main").focus();
    return true;
  }

  #pressed() {
    if (this.#phase === "idle") this.#begin();
    else this.#end();
  }

  #show(phase, said = words[phase] ?? "") {
    const isOn = ["recording", "paused"].includes(phase);
    this.#phase = part("desk").dataset.phase = phase;
    part("main-label").textContent = ["idle", "asking"].includes(phase) ? words.start : words.finish;
    part("main").hidden = phase === "done";
    allow(part("main"), phase === "idle" || isOn);
    part("pause").hidden = !isOn;
    part("pause").textContent = phase === "paused" ? words.resume : words.pause;
    part("gauge").hidden = !isOn;
    part("silent").hidden = true;
    part("time").textContent = clock(this.#seconds());
    part("languages").disabled = phase !== "idle";
    part("state").textContent = said;
    if (said) announce(said);
  }

  #complain(problem) {
    part("problem").textContent = problem;
    part("problem").hidden = !problem;
  }

  #line(line) {
    if (part("line").textContent === line) return;
    part("line").textContent = line;
    if (line) announce(line);
  }

  async #begin() {
    if (!(await this.#openMicrophone())) return;
    const language = document.querySelector("#voice-languages input:checked").value;
    const row = Recording.rowOf({ key: this.#key, language, interview: page.dataset.interview });
    this.#key = crypto.randomUUID();
    await claim(row.key);
    this.#record(new Recording({ row, base: page.dataset.address, store: this.#store }));
  }

  async #openMicrophone() {
    const before = this.#phase;
    this.#complain("");
    this.#show("asking");
    try {
      await this.#microphone.open();
      return true;
    } catch (error) {
      this.#show(before, "");
      this.#complain(words[FAILURES[error.name] ?? "failed"]);
      return false;
    }
  }

  #record(recording = this.#recording) {
    this.#recording = recording;
    this.#before = recording.row.seconds;
    recording.tell = (outcome) => this.#heardOf(outcome);
    let take = 0;
    const mime = this.#microphone.record({
      piece: (blob) => {
        recording.keep(take, blob, this.#seconds());
        this.#tick(); /* in a tab that nobody sees timers come late, pieces do not */
      },
      ended: () => this.#cutOff(),
    });
    take = recording.beginTake(mime);
    this.#speaks();
  }

  #speaks() {
    this.#since = this.#heardAt = performance.now();
    navigator.wakeLock?.request("screen").catch(() => {}); /* a telephone that falls asleep stops listening */
    this.#show("recording");
  }

  #seconds() {
    return this.#before + (this.#phase === "recording" ? (performance.now() - this.#since) / 1000 : 0);
  }

  #stand(phase, said) {
    this.#before = this.#seconds();
    this.#show(phase, said);
  }

  #pause() {
    this.#microphone.pause();
    this.#stand("paused");
  }

  async #goOn() {
    if (this.#microphone.resume()) this.#speaks();
    else if (await this.#openMicrophone()) this.#record();
  }

  /* The microphone was unplugged, or the browser took it back. */
  #cutOff() {
    this.#microphone.close();
    this.#stand("paused");
    this.#complain(words.gone);
  }

  /* `because` is a sentence where it was not the candidate who ended it: then the page stays, to be read. */
  async #end(because = "") {
    this.#stand("sending");
    this.#complain(because);
    await this.#microphone.stop();
    const { address, problem } = await this.#recording.finish();
    if (address && !because) location.assign(address);
    else if (address) this.#ended(address);
    else if (problem) {
      this.#stand("paused", words.kept);
      this.#complain(problem);
    } else this.#close();
  }

  #ended(address) {
    this.#stand("done");
    part("next").href = address;
    part("next").hidden = false;
    part("next").focus();
  }

  /* Nothing more is taken: to go on speaking would be in vain. */
  #close() {
    this.#microphone.stop();
    this.#stand("done", "");
    this.#complain(words.closed);
    document.getElementById("main").focus();
  }

  #heardOf(outcome) {
    if (outcome === FULL && this.#phase === "recording") this.#end(words.full);
    else if (outcome === CLOSED) this.#close();
    else if (outcome === "memory") this.#line(words.memory);
    else if (outcome === AWAY || outcome === OUTSIDE) this.#line(words[outcome]);
    else if (outcome === REACHED && [words.away, words.outside].includes(part("line").textContent)) {
      this.#line(words.reached);
    }
  }

  #tick() {
    if (this.#phase !== "recording") return;
    const seconds = this.#seconds();
    const left = page.dataset.longestMinutes * 60 - MARGIN_S - seconds;
    part("time").textContent = clock(seconds);
    this.#showLevel();
    if (left <= LAST_MINUTE_S && !this.#warned) {
      this.#warned = true;
      this.#line(words.last_minute);
    }
    if (left <= 0) this.#end(words.longest);
  }

  #showLevel() {
    const level = this.#microphone.level();
    part("level").value = level ?? 0;
    if (level !== 0) this.#heardAt = performance.now();
    part("silent").hidden = performance.now() - this.#heardAt < UNHEARD_AFTER_MS;
  }
}

const store = await openStore();
const desk = new Desk(store);
if (!canRecord()) {
  part("desk").hidden = true;
  part("cannot").hidden = false;
} else if (!store) part("line").textContent = words.memory;
sendFiles({ page, desk });
findAgain({ page, store, desk });
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); /* its key has served */
