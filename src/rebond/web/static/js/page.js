/* Starts what the page at hand needs. */
import { forgetKept, keepDrafts } from "./autosave.js";
import { focusFirst, followChoices, followSwaps } from "./focus.js";
import { followKeys } from "./keys.js";
import { followSliders } from "./sliders.js";

document.documentElement.dataset.scripted = "";
followSwaps(document);
followChoices(document);
followKeys(document);
followSliders(document);
forgetKept(document);
focusFirst(document);

const writing = document.querySelector("[data-draft-address]");
if (writing) keepDrafts(writing);

for (const form of document.querySelectorAll("form[data-waits]")) {
  form.addEventListener("submit", () => form.classList.add("is-sending"));
}
