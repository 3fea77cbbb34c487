/* What the page of the voice says, and how it is said. */
const said = document.getElementById("voice-words")?.content.querySelectorAll("[data-word]") ?? [];

export const words = Object.fromEntries([...said].map((word) => [word.dataset.word, word.textContent.trim()]));

/* What there is to say of a request where nothing is being recorded: nothing while the server answers. */
export const lineOf = (outcome) => (["away", "outside"].includes(outcome) ? words.waits : "");

export const announce = (value) => document.body.dispatchEvent(new CustomEvent("rebond:announce", { detail: { value } }));

/* Minutes and seconds. */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/* A button that does nothing for now keeps the focus: it is said to be disabled, and is not. */
export const allow = (button, allowed) => {
  if (allowed) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
};

export const isAllowed = (button) => !button.hasAttribute("aria-disabled");
