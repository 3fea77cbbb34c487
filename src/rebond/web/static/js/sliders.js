/* A slider counts once it was moved; its number stands beside it. Without this file one ticks the box by hand. */
export const followSliders = (doc) => {
  for (const slider of doc.querySelectorAll("[data-slider]")) {
    const range = slider.querySelector("input[type=range]");
    const given = slider.querySelector("input[type=checkbox]");
    const output = slider.querySelector("output");
    const show = () => {
      output.textContent = range.value;
    };
    range.addEventListener("input", () => {
      given.checked = true;
      show();
    });
    show();
  }
};
