// While files are on their way the button says so, and does not send them twice.
document.addEventListener("submit", (event) => {
  const words = event.target.dataset.upload;
  const button = words && event.target.querySelector("button");
  if (!button) return;
  setTimeout(() => {
    button.dataset.label = button.textContent;
    button.textContent = words;
    button.disabled = true;
  });
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-upload] button[data-label]")) {
    button.textContent = button.dataset.label;
    button.disabled = false;
  }
});
