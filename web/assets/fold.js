// Long parts of a page that compares are folded on a phone, where they would
// bury one another. They come open: without scripts nothing is hidden.
const small = window.matchMedia("(max-width: 36rem)");

// unfold opens the part that an address leads to.
function unfold() {
  const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!part || !part.matches(".fold")) return;
  part.open = true;
  part.scrollIntoView();
}

if (small.matches) {
  for (const part of document.querySelectorAll(".fold")) part.open = false;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) unfold(); // the address does not change
});
window.addEventListener("hashchange", unfold);
unfold();
