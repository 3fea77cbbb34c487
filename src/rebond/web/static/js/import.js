/* A file that is too large is said so before it travels; what is sent is sent once. */
const field = document.querySelector("input[type=file][data-largest]");

if (field) {
  field.addEventListener("change", () => {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.largest));
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}

const sent = new Set();

for (const form of document.querySelectorAll("main form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
}

addEventListener("pageshow", () => sent.clear()); // the browser's way back finds the page as it was left
