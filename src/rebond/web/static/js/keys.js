/* One key a gesture, on the page of the reading only while the focus is inside it (WCAG 2.1.4), and never while one types.
   Digits go by their place on the keyboard, so that they need no Shift on a French one. */
const typing = (element) => element.closest("input, select, textarea, summary") !== null;

const pressed = (event) => (event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase());

export const followKeys = (doc) => {
  doc.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const region = event.target.closest("[data-keys]");
    const control = region?.querySelector(`[data-key="${CSS.escape(pressed(event))}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
  });
};
