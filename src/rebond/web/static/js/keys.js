/* One key a gesture, on the page of the reading only while the focus is inside it (WCAG 2.1.4), and never while one types
   or stands on what leads elsewhere.
   Digits go by their place on the keyboard, so that they need no Shift on a French one. */
const typing = (element) => element.closest("input, select, textarea, summary, .steps, a.button") !== null;

const pressed = (event) => {
  const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
};

/* In the list of what happened the arrows go from one to the next. */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const besideInList = (doc, event) => {
  if (!event.target.matches(".cell") || !(event.key in STEPS)) return null;
  const cells = [...doc.querySelectorAll(".cell")];
  return cells[cells.indexOf(event.target) + STEPS[event.key]] ?? event.target;
};

/* While Shift is held each passage shows the letter that opens it. */
const showLetters = (doc, shown) => doc.documentElement.toggleAttribute("data-letters", shown);

export const followKeys = (doc) => {
  doc.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const region = event.target.closest("[data-keys]");
    if (region && event.key === "Shift") showLetters(doc, true);
    const beside = besideInList(doc, event);
    if (beside) {
      event.preventDefault();
      beside.focus();
      return;
    }
    const control = region?.querySelector(`[data-key="${CSS.escape(pressed(event))}"]`);
    if (!control) return;
    event.preventDefault();
    if (control.matches(".what")) control.focus();
    if (control.matches("select")) control.focus();
    else control.click();
  });
  doc.addEventListener("keyup", (event) => event.key === "Shift" && showLetters(doc, false));
  doc.defaultView.addEventListener("blur", () => showLetters(doc, false));
};
