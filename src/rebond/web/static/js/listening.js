/* The text as it was heard, corrected while one listens. */
import { Heard } from "./listening_place.js";
import { announce } from "./voice_words.js";

const PAUSE_MS = 500;
const RETRY_MS = 5000;
const SENT_WHEN_LEFT = 15000; /* browsers still send as much for a page that is left */
const LEAD_S = 0.15; /* a word is heard whole, though its time is some hundredths off */
const AROUND_S = 0.6; /* a doubtful word is heard with what surrounds it */
const BACK_S = 1; /* where one stopped is heard again */

const form = document.getElementById("voice-text");
const sound = document.getElementById("voice-played");

const numbers = (said) => said.split(" ").filter(Boolean).map(Number);

/* The sound, from somewhere to somewhere. */
class Player {
  #until = Infinity;

  constructor() {
    sound?.addEventListener("play", () => this.#follow());
    sound?.addEventListener("seeking", () => sound.paused && this.#mark());
  }

  get isOn() {
    return Boolean(sound) && !sound.paused;
  }

  play(from = Math.max(0, sound?.currentTime - BACK_S), until = Infinity) {
    if (!sound) return;
    this.#until = until;
    sound.currentTime = Math.max(0, from);
    sound.play().catch(() => announce(form.dataset.mute));
  }

  stop() {
    sound?.pause();
  }

  #follow() {
    if (!this.isOn) return;
    if (sound.currentTime >= this.#until) this.stop();
    this.#mark();
    requestAnimationFrame(() => this.#follow());
  }

  #mark() {
    for (const entry of form.querySelectorAll("[data-start]")) {
      const { start, end } = entry.dataset;
      entry.toggleAttribute("data-heard", sound.currentTime >= start && sound.currentTime < end);
    }
  }
}

class Passage {
  #entry;
  #field;
  #heard;
  #times;
  #ends;
  #player;

  constructor(entry, player) {
    const { words, times, ends } = entry.dataset;
    this.#entry = entry;
    this.#field = entry.querySelector("textarea");
    this.#heard = new Heard(words.split(" "));
    this.#times = numbers(times);
    this.#ends = numbers(ends);
    this.#player = player;
    this.#field.addEventListener("click", () => this.#clicked());
    this.#field.addEventListener("input", () => this.#showDoubts());
    for (const doubt of this.#doubts) doubt.addEventListener("click", () => this.#showWord(Number(doubt.dataset.doubt)));
    this.#showDoubts();
  }

  get #doubts() {
    return this.#entry.querySelectorAll("[data-doubt]");
  }

  listen() {
    const word = this.#heard.wordAt(this.#field.value, this.#field.selectionStart);
    this.#player.play((this.#times[word] ?? Number(this.#entry.dataset.start)) - LEAD_S, Number(this.#entry.dataset.end) + LEAD_S);
  }

  #clicked() {
    const isPlace = this.#field.selectionStart === this.#field.selectionEnd;
    if (isPlace && document.getElementById("voice-follows").checked) this.listen();
  }

  #showWord(number) {
    const { from, to } = this.#heard.placeOf(number, this.#field.value);
    this.#field.focus();
    this.#field.setSelectionRange(from, to);
    this.#player.play(this.#times[number] - AROUND_S, this.#ends[number] + AROUND_S);
  }

  /* What has been corrected is no longer in doubt. */
  #showDoubts() {
    for (const doubt of this.#doubts) {
      doubt.parentElement.hidden = !this.#heard.placeOf(Number(doubt.dataset.doubt), this.#field.value).isSame;
    }
  }
}

/* What is corrected is kept: at once on this device, a moment later in the store. */
const keepCorrections = () => {
  const fields = [...form.querySelectorAll("textarea")];
  const line = document.getElementById("voice-kept");
  const name = `rebond.voice.${form.dataset.key}`;
  const texts = () => JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value])));
  let timer = 0;

  const onDevice = (change = (storage) => storage.getItem(name)) => {
    try {
      return change(localStorage);
    } catch {
      return null; /* full or forbidden: the store still gets it at the next pause */
    }
  };

  const sendAfter = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  const send = async () => {
    clearTimeout(timer);
    const sent = texts();
    const saying = { method: "POST", body: new FormData(form), keepalive: sent.length < SENT_WHEN_LEFT };
    const answer = await fetch(form.dataset.keeps, saying).catch(() => null);
    if (!answer?.ok) sendAfter(RETRY_MS);
    else if (sent === texts()) {
      onDevice((storage) => storage.removeItem(name));
      line.textContent = line.dataset.stored;
    }
  };

  const found = JSON.parse(onDevice() ?? "{}");
  for (const field of fields) field.value = found[field.name] ?? field.value;
  if (onDevice()) send();

  form.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea")) return;
    onDevice((storage) => storage.setItem(name, texts()));
    line.textContent = line.dataset.device;
    sendAfter(PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.getElementById("voice-erases").addEventListener("submit", () => {
    clearTimeout(timer);
    onDevice((storage) => storage.removeItem(name));
  });
  addEventListener("online", () => onDevice() && send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && onDevice() && send());
};

/* Browsers that cannot size a field by its text. */
const fit = (field) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
};

const followKeys = (player, passages) => {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && player.isOn) {
      event.preventDefault();
      player.stop();
    } else if (event.ctrlKey && event.code === "Space") {
      event.preventDefault();
      const passage = passages.get(event.target);
      if (player.isOn) player.stop();
      else if (passage) passage.listen();
      else player.play();
    }
  });
};

/* While it is written down the page asks how far it is; that the server is away is said once, and taken back. */
const followProgress = (hearing) => {
  const line = document.getElementById("voice-away");
  const away = (event) => {
    event.stopPropagation();
    line.hidden = false;
  };
  hearing.addEventListener("htmx:sendError", away);
  hearing.addEventListener("htmx:responseError", away);
  hearing.addEventListener("htmx:afterSwap", () => {
    line.hidden = true;
  });
};

if (form) {
  keepCorrections(); /* first: what is found again is what is compared with what was heard */
  const player = new Player();
  const passages = new Map();
  for (const entry of form.querySelectorAll("[data-words]")) {
    passages.set(entry.querySelector("textarea"), new Passage(entry, player));
  }
  for (const button of form.querySelectorAll("[data-from]")) {
    const { from, until } = button.dataset;
    button.addEventListener("click", () => player.play(Number(from), until ? Number(until) : Infinity));
  }
  if (!CSS.supports("field-sizing", "content")) {
    for (const field of form.querySelectorAll("textarea")) {
      field.addEventListener("input", () => fit(field));
      fit(field);
    }
  }
  followKeys(player, passages);
}

const hearing = document.getElementById("voice-hearing");
if (hearing) followProgress(hearing);
