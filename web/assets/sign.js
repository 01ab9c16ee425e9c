// Signatures of a form that does not keep itself: what is drawn becomes the file
// of its field.
import { pad } from "./pad.js";

for (const box of document.querySelectorAll("form:not([data-draft]) [data-sign]")) {
  const input = box.querySelector("input");
  pad(box, (blob) => {
    const list = new DataTransfer();
    list.items.add(new File([blob], "sign.png", { type: "image/png" }));
    input.files = list.files;
  }, () => {});
}
