// pad lets somebody sign with a finger, a pen or a mouse in the place of a
// photograph: the box has a label and a field for a file.
export function pad(box, drawn, wiped) {
  const input = box.querySelector("input");
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 240;
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", box.querySelector("label").firstChild.textContent.trim() + "：用手指在框里写；不能写的在下面拍照上传");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet";
  again.textContent = "重写";
  input.before(canvas, again);
  const pen = canvas.getContext("2d");
  pen.lineWidth = 4;
  pen.lineCap = "round";
  let down = false;
  const at = (e) => {
    const r = canvas.getBoundingClientRect();
    return [(e.clientX - r.left) * canvas.width / r.width, (e.clientY - r.top) * canvas.height / r.height];
  };
  canvas.addEventListener("pointerdown", (e) => { down = true; canvas.setPointerCapture(e.pointerId); pen.beginPath(); pen.moveTo(...at(e)); });
  canvas.addEventListener("pointermove", (e) => { if (down) { pen.lineTo(...at(e)); pen.stroke(); } });
  canvas.addEventListener("pointerup", () => {
    if (!down) return;
    down = false;
    canvas.toBlob(drawn);
  });
  again.addEventListener("click", () => { pen.clearRect(0, 0, canvas.width, canvas.height); input.value = ""; wiped(); });
  return { canvas, pen };
}
