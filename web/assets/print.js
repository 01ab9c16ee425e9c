// Printing: the button shows where scripts run, and on paper the reasons of
// every programme and every part of a comparison are open, down to where they
// were folded on the screen.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main .why:not([open]), main .programme:not([open]), main .fold:not([open])")) {
    fold.open = true;
    fold.dataset.folded = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-folded]")) {
    fold.open = false;
    delete fold.dataset.folded;
  }
});
