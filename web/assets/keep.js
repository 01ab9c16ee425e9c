// What is typed while an answer is under way is not lost: it is put into the
// new form again. Two answers may be under way at once, so what was sent is
// kept with each.
const sent = new WeakMap();
let later = [];

// state is every field of a form: its text, or whether it is ticked.
function state(form) {
  const fields = new Map();
  for (const e of form.elements) {
    if (!e.name || e.type === "hidden") continue;
    const ticked = e.type === "radio" || e.type === "checkbox";
    fields.set(ticked ? e.name + "=" + e.value : e.name, ticked ? e.checked : e.value);
  }
  return fields;
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form");
  const drops = event.target.value && event.target.value.startsWith && event.target.value.startsWith("drop:");
  if (form && !drops) sent.set(event.detail.xhr, state(form));
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const before = sent.get(event.detail.xhr);
  const form = before && event.detail.target.closest("form");
  later = form && form.isConnected ? Array.from(state(form)).filter(([name, value]) => before.get(name) !== value) : [];
});

document.body.addEventListener("htmx:afterSwap", () => {
  const form = document.getElementById("form");
  if (!form || !later.length) return;
  const changed = new Map(later);
  later = [];
  for (const e of form.elements) {
    const ticked = e.type === "radio" || e.type === "checkbox";
    const value = changed.get(ticked ? e.name + "=" + e.value : e.name);
    if (value === undefined || e.type === "hidden") continue;
    if (ticked) e.checked = value;
    else e.value = value;
  }
});

// What could not be kept is said, so that nobody goes away in good faith.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, (event) => {
    const kept = document.getElementById("kept");
    if (kept && event.detail.target === kept) kept.querySelector("p").textContent = "刚才填的没有存上，网络可能断了；请按“保存”，没有存上以前不要关掉这一页。";
  });
}
