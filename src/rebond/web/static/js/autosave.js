/* Keeps what is being written: at once on this device, a moment later in the store. A closed tab loses nothing. */
const PAUSE_MS = 500;
const STORE = "rebond.draft";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
};

const write = (draft) => {
  try {
    localStorage.setItem(STORE, JSON.stringify(draft));
  } catch {
    /* storage full or forbidden: the store still gets the text at the next pause */
  }
};

/* After an account is kept its page names the key: the copy on this device has done its work. */
export const forgetKept = (doc) => {
  const kept = doc.querySelector("[data-kept]")?.dataset.kept;
  if (!kept) return;
  if (read().key === kept) localStorage.removeItem(STORE);
  localStorage.removeItem(`rebond.voice.${kept}`); /* what was corrected of a voice: see listening.js */
};

export const keepDrafts = (form) => {
  const { text, key } = form.elements;
  const status = form.querySelector("[data-draft-status]");
  const address = form.dataset.draftAddress;
  let timer = 0;
  let goingOn = false; /* typed since the page came or was sent */

  const say = (words) => {
    status.textContent = words;
  };

  const send = async (words = status.dataset.stored) => {
    const sent = text.value;
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form), keepalive: sent.length < 15000 });
      if (answer.ok && text.value === sent) {
        write({ key: key.value, text: sent, stored: true });
        say(words);
      } else if (answer.status === 409 && goingOn) {
        /* Another tab kept this draft as an account: what is written here goes on under a key of its own. */
        key.value = crypto.randomUUID();
        write({ key: key.value, text: text.value, stored: false });
        await send(words);
      } else if (!answer.ok) {
        say(status.dataset.device);
      }
    } catch {
      say(status.dataset.device);
    }
  };

  const changed = () => {
    goingOn = true;
    write({ key: key.value, text: text.value, stored: false });
    say(status.dataset.device);
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE_MS);
  };

  const found = read();
  if (found.text && found.stored === false && found.text !== text.value && !form.dataset.refused) {
    key.value = found.key;
    text.value = found.text;
    say(status.dataset.found);
    send(status.dataset.found);
  }

  text.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    goingOn = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && read().stored === false) {
      clearTimeout(timer);
      send();
    }
  });
};
