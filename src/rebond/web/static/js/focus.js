/* What a swap must not lose: the focus, and the word that something changed. */
const sayAloud = (doc, words) => {
  const status = doc.getElementById("status");
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = words;
  });
};

export const followSwaps = (doc) => {
  doc.body.addEventListener("rebond:announce", (event) => sayAloud(doc, event.detail.value));
  doc.body.addEventListener("htmx:afterSettle", (event) => {
    if (doc.activeElement !== doc.body) return;
    const region = event.detail.elt.closest("[data-region]") ?? doc.querySelector("[data-region]");
    (region?.querySelector("[data-takes-focus]") ?? region)?.focus({ preventScroll: true });
  });
  /* The passage that the panel speaks of stays in sight, above the panel where this lies over the text. */
  doc.body.addEventListener("htmx:afterSettle", () => {
    doc.querySelector(".moment[aria-current]")?.scrollIntoView({ block: "nearest" });
  });
  doc.body.addEventListener("htmx:responseError", () => sayAloud(doc, doc.body.dataset.failed));
  doc.body.addEventListener("htmx:sendError", () => {
    sayAloud(doc, doc.body.dataset.failed);
    doc.getElementById("out-of-reach")?.removeAttribute("hidden");
  });
};

/* A list of choices sends itself where this file runs; elsewhere its button does. */
export const followChoices = (doc) => {
  doc.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends-itself]")) event.target.form.requestSubmit();
  });
};
