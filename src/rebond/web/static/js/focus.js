/* What a swap must not lose: the focus, what is read, and the word that something changed. */
const sayAloud = (doc, words) => {
  const status = doc.getElementById("status");
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = words;
  });
};

/* Where the focus goes: to what a link leads to, with the passage that is read, else to the heading of the region. */
const refocus = (doc, { elt, requestConfig }) => {
  const focus = (target) => target?.focus({ preventScroll: true });
  const passage = doc.querySelector(".moment[aria-current]");
  const led = requestConfig?.elt.dataset.leadsTo;
  if (led) focus(doc.getElementById(led));
  else if (passage && doc.activeElement.matches(".moment")) focus(passage);
  else if (doc.activeElement === doc.body) {
    const instead = doc.getElementById(requestConfig?.elt.dataset.elseTo);
    const region = elt.closest("[data-region]") ?? doc.querySelector("[data-region]");
    focus(instead ?? region?.querySelector("[data-takes-focus]") ?? region);
  }
};

/* The passage stays in sight, above the panel where this lies over the text; the panel too, where the text is short. */
const showPassage = (doc) => {
  doc.querySelector(".moment[aria-current]")?.scrollIntoView({ block: "nearest" });
  const top = doc.getElementById("moment")?.getBoundingClientRect().top ?? 0;
  if (top < 0) scrollBy(0, top);
};

/* What has the focus can be seen, in the panel as in the window (WCAG 2.4.11). */
const showFocus = (doc) => {
  const box = () => doc.activeElement.getBoundingClientRect();
  const panel = doc.activeElement.closest("#moment");
  if (panel) {
    const { top, bottom } = panel.getBoundingClientRect();
    panel.scrollTop += Math.max(0, box().bottom - bottom) - Math.max(0, top - box().top);
  } else if (box().bottom + box().top < 0 || box().bottom + box().top > 2 * innerHeight) {
    doc.activeElement.scrollIntoView({ block: "center" });
  }
};

const placeInPanel = (doc) => ({
  passage: doc.querySelector(".moment[aria-current]")?.id,
  scrolled: doc.getElementById("moment")?.scrollTop ?? 0,
});

export const followSwaps = (doc) => {
  let before = {};
  doc.body.addEventListener("rebond:announce", (event) => sayAloud(doc, event.detail.value));
  doc.body.addEventListener("htmx:beforeSwap", () => {
    before = placeInPanel(doc);
  });
  doc.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.requestConfig?.elt.matches("[data-comes-by-itself]")) return;
    const panel = doc.getElementById("moment");
    if (panel && before.passage === placeInPanel(doc).passage) panel.scrollTop = before.scrolled;
    refocus(doc, event.detail);
    showPassage(doc);
    showFocus(doc);
  });
  doc.body.addEventListener("htmx:responseError", () => sayAloud(doc, doc.body.dataset.failed));
  doc.body.addEventListener("htmx:sendError", () => {
    sayAloud(doc, doc.body.dataset.failed);
    doc.getElementById("out-of-reach")?.removeAttribute("hidden");
  });
};

/* Where a page is made to be worked on by keys, they work from the start: its heading, or the passage, has the focus. */
export const focusFirst = (doc) => {
  const first = doc.querySelector("[data-first-focus]");
  if (!first) return;
  doc.defaultView.addEventListener("load", () => {
    if (doc.activeElement.matches("a, button, input, select, textarea")) return;
    const passage = doc.querySelector(".moment[aria-current]") && doc.querySelector("[data-takes-focus]");
    (passage ?? first).focus({ preventScroll: true });
  });
};

/* A list of choices sends itself where this file runs; elsewhere its button does. One who goes through it by keys passes
   over choices on the way: then Enter sends it. */
export const followChoices = (doc) => {
  let byKeys = false;
  const isList = (event) => event.target.matches("[data-sends-itself]");
  doc.addEventListener("pointerdown", () => {
    byKeys = false;
  });
  doc.addEventListener("keydown", (event) => {
    byKeys = isList(event);
    if (!byKeys || event.key !== "Enter") return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  doc.addEventListener("change", (event) => {
    if (isList(event) && !byKeys) event.target.form.requestSubmit();
  });
};
