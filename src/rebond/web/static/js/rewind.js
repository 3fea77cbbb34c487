/* The points of the line follow the hand and the keys; where they stop, the form of their phase in the table is sent.
   Everything can be said in that table too, with or without this file. */
const LOWEST = 0;
const HIGHEST = 10;
const PAGE = 2;
const PAUSE_MS = 400;

/* Phase → value that the store has not answered for yet: what is moved while an answer is on its way is not lost. */
const unsaved = new Map();
let held = null;
let timer = 0;
let open = [];
let under = "";

const points = () => [...document.querySelectorAll(".rewind-point")];
const within = (value) => Math.min(HIGHEST, Math.max(LOWEST, value));

const drawThread = () => {
  const joints = points()
    .map((point, number) => [2 * number + 1, 2 * Number(point.dataset.value), point.dataset.state])
    .filter(([, , state]) => state !== "untold");
  const draw = (name, joint) =>
    document.querySelector(`.${name} polyline`)?.setAttribute("points", joints.map(joint).join(" "));
  draw("rewind-across", ([x, y]) => `${x},${2 * HIGHEST - y}`);
  draw("rewind-down", ([x, y]) => `${y},${x}`);
};

const place = (point, value) => {
  Object.assign(point.dataset, { value, state: "said" });
  point.textContent = value;
  point.setAttribute("aria-valuenow", value);
  point.setAttribute("aria-valuetext", `${value} ${point.dataset.ofTen}`);
  drawThread();
};

const formOf = (phase) => document.querySelector(`form[data-sure="${phase}"]`);

/* One at a time: the answer brings the whole line again, and then the next one goes. */
const save = () => {
  clearTimeout(timer);
  const [phase, value] = unsaved.entries().next().value ?? [];
  const form = phase && formOf(phase);
  if (!form || form.ownerDocument.querySelector("form[data-sure].htmx-request")) return;
  form.elements.value.value = value;
  form.dataset.elseTo = `point-${phase}`;
  form.requestSubmit();
};

const say = (point, value, pause = 0) => {
  place(point, value);
  unsaved.set(point.dataset.phase, value);
  clearTimeout(timer);
  if (pause) timer = setTimeout(save, pause);
  else save();
};

/* Which way the scale goes is what the style made of the track: upwards where it is higher than wide. */
const valueAt = (point, event) => {
  const box = point.parentElement.getBoundingClientRect();
  const upright = getComputedStyle(document.querySelector(".rewind-across")).display !== "none";
  const share = upright ? (box.bottom - event.clientY) / box.height : (event.clientX - box.left) / box.width;
  return within(Math.round(HIGHEST * share));
};

const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: PAGE, PageDown: -PAGE };

const pressed = (point, event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const now = Number(point.dataset.value);
  const ends = { Home: LOWEST, End: HIGHEST };
  const confirms = ["Enter", " "].includes(event.key);
  if (!(event.key in STEPS) && !(event.key in ends) && !confirms) return;
  event.preventDefault();
  event.stopPropagation();
  if (confirms && point.dataset.state !== "untold") say(point, now);
  else if (!confirms) say(point, ends[event.key] ?? within(now + STEPS[event.key]), PAUSE_MS);
};

const grasp = (point, event) => {
  if (event.button) return;
  point.setPointerCapture(event.pointerId);
  point.dataset.held = "";
  held = { point, value: point.dataset.value, state: point.dataset.state, text: point.textContent, moved: false };
};

const drag = (event) => {
  const value = valueAt(held.point, event);
  if (value === Number(held.point.dataset.value)) return;
  held.moved = true;
  place(held.point, value);
};

const letGo = ({ kept }) => {
  const { point, value, state, text, moved } = held;
  held = null;
  delete point.dataset.held;
  if (kept && (moved || state !== "untold")) say(point, Number(point.dataset.value));
  else if (moved) {
    place(point, value);
    Object.assign(point.dataset, { state });
    point.textContent = text;
    drawThread();
  }
};

const arm = (point) => {
  point.tabIndex = 0;
  const told = { "aria-label": point.dataset.name, "aria-valuetext": point.dataset.text };
  const scale = { "aria-valuemin": LOWEST, "aria-valuemax": HIGHEST, "aria-valuenow": point.dataset.value };
  for (const [name, value] of Object.entries({ role: "slider", ...told, ...scale })) point.setAttribute(name, value);
  point.addEventListener("keydown", (event) => pressed(point, event));
  point.addEventListener("pointerdown", (event) => grasp(point, event));
  point.addEventListener("pointermove", (event) => held?.point === point && drag(event));
  point.addEventListener("pointerup", () => held?.point === point && letGo({ kept: true }));
  point.addEventListener("pointercancel", () => held?.point === point && letGo({ kept: false }));
};

const armAll = () => {
  for (const point of points()) {
    if (!point.hasAttribute("role")) arm(point);
    if (unsaved.has(point.dataset.phase)) place(point, unsaved.get(point.dataset.phase));
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  /* At once: the next key belongs to the point under the hand, not to the one that was sent. */
  if (under) document.getElementById(under)?.focus({ preventScroll: true });
};

armAll();
document.body.addEventListener("htmx:beforeSwap", (event) => {
  open = [...document.querySelectorAll("#rewind details[open]")].map((details) => details.id);
  under = document.activeElement?.matches(".rewind-point") ? document.activeElement.id : "";
  if (held) event.detail.shouldSwap = false;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { elt, formData } = event.detail.requestConfig;
  const phase = elt.dataset.sure;
  if (event.detail.successful && String(unsaved.get(phase)) === formData.get("value")) unsaved.delete(phase);
});
document.addEventListener("change", ({ target }) => unsaved.delete(target.form?.dataset.sure)); /* said in the table */
document.body.addEventListener("htmx:afterSwap", armAll);
document.body.addEventListener("htmx:afterSettle", () => unsaved.size && !held && save());

/* A page that is left sends what still waits. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const [phase, value] of unsaved) {
    const form = formOf(phase);
    const body = new FormData(form);
    body.set("value", value);
    fetch(form.action, { method: "POST", body, keepalive: true });
  }
});
