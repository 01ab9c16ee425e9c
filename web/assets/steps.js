// On a phone the questions come one part at a time; on a desk, and without
// scripts, they stand on one page.
const narrow = window.matchMedia("(max-width: 36rem)");
let at = 0;

// parts are the sections of the form that is on the page, if there is one.
function parts() {
  return Array.from(document.querySelectorAll("#form .step"));
}

// show shows one part, or all of them where there is room.
function show(step, look) {
  const all = parts();
  if (!all.length) return;
  at = Math.max(0, Math.min(step, all.length - 1));
  const last = at === all.length - 1;
  all.forEach((part, i) => { part.hidden = narrow.matches && i !== at; });
  for (const end of document.querySelectorAll("#form .go, #form .add-person")) end.hidden = narrow.matches && !last;
  const bar = controls();
  bar.hidden = !narrow.matches;
  bar.previousElementSibling.hidden = !narrow.matches;
  bar.children[0].style.visibility = at ? "visible" : "hidden";
  bar.children[1].hidden = last;
  const line = document.getElementById("progress");
  line.hidden = !narrow.matches;
  line.textContent = "第 " + (at + 1) + " 步，共 " + all.length + " 步：" + all[at].dataset.step;
  if (look) {
    line.focus();
    line.scrollIntoView();
  }
}

// controls makes the bar of the steps where it is missing.
function controls() {
  const form = document.getElementById("form");
  const bar = form.querySelector(".steps");
  if (bar) return bar;
  const line = document.createElement("p");
  line.id = "progress";
  line.className = "progress-line";
  line.tabIndex = -1;
  form.prepend(line);
  const made = document.createElement("div");
  made.className = "steps";
  for (const [text, by] of [["上一步", -1], ["下一步", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = by > 0 ? "btn btn-primary" : "btn btn-quiet";
    button.textContent = text;
    button.addEventListener("click", () => show(at + by, true));
    made.append(button);
  }
  form.append(document.createElement("span"), made);
  return made;
}

// reveal opens the part and the folds that hold an element.
function reveal(element) {
  if (!element) return;
  const step = parts().findIndex((part) => part.contains(element));
  if (step >= 0) show(step, false);
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const field = element.matches("input, select, button, summary") ? element : element.querySelector("input:not([type=hidden]), select, summary");
  if (field) field.focus();
}

// arrive starts on the part that needs attention.
function arrive() {
  if (!parts().length) return;
  show(at, false);
  const problems = document.getElementById("problems");
  const wanted = document.querySelector("#form [autofocus]");
  if (problems) {
    problems.focus();
  } else if (wanted) {
    reveal(wanted);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".summary a");
  if (!link) return;
  event.preventDefault();
  reveal(document.getElementById(decodeURIComponent(link.hash.slice(1))));
});
// A list that is opened takes the whole width.
document.addEventListener("change", (event) => {
  const list = event.target.closest(".table-question");
  if (list && event.target.type === "radio" && event.target.closest(".lines") === null) {
    list.classList.toggle("is-open", event.target.classList.contains("sr"));
  }
});
document.body.addEventListener("htmx:afterSettle", arrive);
if (narrow.addListener) narrow.addListener(() => show(at, false));
arrive();
