/* A file of sound chosen instead: it goes in pieces, each until it has arrived. */
import { Recording } from "./voice_recording.js";
import { post } from "./voice_sending.js";
import { allow, lineOf, words } from "./voice_words.js";

const field = document.getElementById("voice-sound");
const form = document.getElementById("voice-file");
const problem = document.getElementById("voice-file-problem");
const travel = document.getElementById("voice-travel");

const complain = (words) => {
  problem.textContent = words;
  problem.hidden = !words;
};

/* The file, where one can be sent; the field says why where it cannot. */
const chosen = (page) => {
  const [file] = field.files;
  const tooLarge = file && file.size > page.dataset.largestMegabytes * 2 ** 20;
  field.setCustomValidity(tooLarge ? words.too_large : file?.size === 0 ? words.empty : "");
  return field.reportValidity() ? file : null;
};

const show = (outcome, arrived, known) => {
  travel.querySelector("progress").value = known ? arrived / known : 0;
  travel.querySelector("[data-line]").textContent = lineOf(outcome) || words.travelling;
};

/* A page that is left takes back what it has sent of a file: half of one is of no use. */
const send = async (page, file) => {
  const language = document.querySelector("#voice-languages input:checked").value;
  const { address: base, interview } = page.dataset;
  const recording = Recording.ofFile({ key: crypto.randomUUID(), language, interview, file, base, tell: show });
  const takeBack = () => post(`${base}${recording.row.key}/remove/`, { keepalive: true }).catch(() => {});
  addEventListener("pagehide", takeBack);
  recording.sendAll();
  const ended = await recording.finish();
  removeEventListener("pagehide", takeBack);
  if (!ended.address) await takeBack();
  return ended;
};

const travels = async (page, file) => {
  complain("");
  show("", 0, 0);
  travel.hidden = false;
  allow(document.getElementById("voice-main"), false);
  const ended = await send(page, file);
  if (ended.address) {
    location.assign(ended.address);
    return;
  }
  travel.hidden = true;
  allow(document.getElementById("voice-main"), true);
  complain(ended.problem || words.file_refused);
};

export const sendFiles = ({ page, desk }) => {
  field.addEventListener("change", () => chosen(page));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = chosen(page);
    if (file && travel.hidden && desk.isFree) travels(page, file);
  });
};
