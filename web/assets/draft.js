// A form that is filled in where there is no signal: what is typed, chosen and
// drawn stays in the phone until it was sent, and is sent once. It lies there
// sealed with a key that the server gives after log-in alone and that is kept
// nowhere: a phone that was lost holds nothing that can be read.
import { pad } from "./pad.js";

const form = document.querySelector("form[data-draft]");
const keptFor = 7 * 24 * 3600 * 1000;

// store opens the drafts of this browser.
function store() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("doudi-drafts", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

// use does one thing with the drafts.
async function use(mode, act) {
  const db = await store();
  return new Promise((done, fail) => {
    const at = db.transaction("drafts", mode);
    const asked = act(at.objectStore("drafts"));
    at.oncomplete = () => { db.close(); done(asked && asked.result); };
    at.onabort = at.onerror = () => { db.close(); fail(at.error); };
  });
}

// keys are those that the page brought, the newest first.
function keys() {
  return Promise.all(form.dataset.keys.split(",").map((text) =>
    crypto.subtle.importKey("raw", Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"])));
}

// seal and unseal a text or the bytes of a file.
async function seal(bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, (await keys())[0], bytes);
  return { iv, data };
}
async function unseal(box) {
  for (const key of await keys()) {
    try {
      return await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, key, box.data);
    } catch (e) { /* another key */ }
  }
  throw new Error("no key opens it");
}

// forget takes out a draft, and sweep all that are old.
const name = (part) => form.dataset.draft + "#" + part;
function forget() {
  return use("readwrite", (s) => s.delete(IDBKeyRange.bound(name(""), name("\uffff"))));
}
function sweep() {
  return use("readwrite", (s) => {
    const asked = s.openCursor();
    asked.onsuccess = () => {
      const at = asked.result;
      if (!at) return;
      if (Date.now() - at.value.at > keptFor) at.delete();
      at.continue();
    };
  });
}

// say tells what became of it.
function say(text) {
  const line = document.querySelector("[data-draft-says]");
  line.hidden = !text;
  line.textContent = text;
  if (sending && text) line.scrollIntoView({ block: "center" });
}

const files = new Map(); // by field: [{name, type, blob}]
let sending = false;
let waiting = false; // it was handed in, and nobody answered yet
let gone = false;

// typed is every field but the files and the token of this page.
function typed() {
  const list = [];
  for (const e of form.elements) {
    if (!e.name || e.type === "file" || e.name === "token") continue;
    if ((e.type === "radio" || e.type === "checkbox") && !e.checked) continue;
    list.push([e.name, e.value]);
  }
  return list;
}

// keep puts what is typed into the phone; one writing waits for the other.
let line = Promise.resolve();
function keep(part, bytes) {
  line = line.then(async () => {
    if (gone) return;
    const box = bytes && await seal(bytes);
    await use("readwrite", (s) => box ? s.put({ at: Date.now(), ...box }, name(part)) : s.delete(name(part)));
  }).catch(() => say("这台手机存不下草稿（可能是空间满了，或者用了无痕浏览）；请不要关掉这一页，有信号时再保存。"));
  return line;
}
const keepText = () => keep("text", new TextEncoder().encode(JSON.stringify({ typed: typed(), waiting })));

// keepFiles keeps the files of a field: a line with their names before the bytes.
async function keepFiles(field) {
  const list = files.get(field) || [];
  const head = new TextEncoder().encode(JSON.stringify(list.map((f) => [f.name, f.type, f.blob.size])));
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, head.length);
  return keep("file:" + field, list.length ? await new Blob([size.buffer, head, ...list.map((f) => f.blob)]).arrayBuffer() : null);
}

// chosen shows what is in a field of files.
function chosen(field) {
  const list = form.querySelector("[data-chosen]");
  if (field === "file" && list) {
    list.hidden = !(files.get(field) || []).length;
    list.textContent = "";
    (files.get(field) || []).forEach((f, i) => {
      const item = list.appendChild(document.createElement("li"));
      item.append("第 " + (i + 1) + " 份，" + Math.max(1, Math.round(f.blob.size / 1024)) + " KB ");
      const drop = item.appendChild(document.createElement("button"));
      drop.type = "button";
      drop.className = "btn btn-sm btn-drop";
      drop.textContent = "不要这份";
      drop.addEventListener("click", () => { files.get(field).splice(i, 1); chosen(field); keepFiles(field); });
    });
  }
  form.dispatchEvent(new CustomEvent("chosen", { detail: field }));
}

// restore fills the form with what lies in the phone.
async function restore() {
  await sweep();
  const names = await use("readonly", (s) => s.getAllKeys(IDBKeyRange.bound(name(""), name("\uffff"))));
  for (const key of names) {
    const bytes = await unseal(await use("readonly", (s) => s.get(key)));
    const part = key.slice(name("").length);
    if (part === "text") {
      fill(JSON.parse(new TextDecoder().decode(bytes)));
    } else {
      unpack(part.slice("file:".length), bytes);
    }
  }
  if (names.length && !waiting) say("上次没有发出的内容都还在，接着填就行。");
}

// fill puts typed values back. What the server sent back is not overwritten.
function fill(kept) {
  waiting = kept.waiting;
  if (document.getElementById("problems")) return;
  const left = new Map();
  for (const [field, value] of kept.typed) left.set(field, (left.get(field) || []).concat(value));
  for (const e of form.elements) {
    const values = left.get(e.name);
    if (!values || e.type === "file") continue;
    if (e.type === "radio" || e.type === "checkbox") e.checked = values.includes(e.value);
    else e.value = values[0];
  }
}

// unpack gives the files of a field back.
function unpack(field, bytes) {
  const size = new DataView(bytes).getUint32(0);
  let at = 4 + size;
  files.set(field, JSON.parse(new TextDecoder().decode(bytes.slice(4, at))).map(([n, type, length]) => {
    const blob = new Blob([bytes.slice(at, at + length)], { type });
    at += length;
    return { name: n, type, blob };
  }));
  chosen(field);
}

// send hands the form in. Without an answer it waits in the phone.
async function send() {
  if (sending) return;
  sending = true;
  waiting = true;
  await keepText();
  say("正在发送……");
  const body = new FormData();
  for (const [field, value] of typed()) body.append(field, value);
  body.append("token", form.elements.token.value);
  for (const [field, list] of files) for (const f of list) body.append(field, f.blob, f.name);
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    await answered(answer);
  } catch (e) {
    say("没有连上。内容都在这台手机里，连上以后自动发出；可以关掉这一页，回来时再打开它。");
  }
  sending = false;
}

// arrived tells whether an answer leads to the case that the form is about: to
// nowhere else does it lead when all was kept.
function arrived(answer) {
  const home = new URL(form.action, location.href).pathname.split("/enter/")[0];
  const at = new URL(answer.url, location.href).pathname;
  return answer.ok && (at === home || at.startsWith(home + "/record/"));
}

// answered goes on, or shows what is wrong.
async function answered(answer) {
  if (answer.redirected && !arrived(answer)) { // to log in, or on to the code
    say("登录过期了，还没有发出。请重新登录，再打开这一页；填的都还在，会自动发出。");
    return;
  }
  if (answer.redirected) {
    gone = true;
    await line;
    await forget();
    location.assign(answer.url);
    return;
  }
  waiting = false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.getElementById("problems");
  const old = document.getElementById("problems");
  if (old) old.remove();
  say(told ? "" : (page.querySelector("main h1") || {}).textContent + "。没有发出，填的都还在。");
  if (told) {
    form.before(told);
    told.focus();
    told.scrollIntoView();
  }
  await keepText();
}

// place asks the phone where it is, if its owner lets it.
function place() {
  const box = form.querySelector("[data-where]");
  if (!box || !navigator.geolocation || !window.isSecureContext) return;
  box.hidden = false;
  const told = box.querySelector("small");
  box.querySelector("button").addEventListener("click", () => {
    told.textContent = "正在定位……";
    navigator.geolocation.getCurrentPosition((p) => {
      form.elements.where.value = p.coords.latitude.toFixed(5) + "," + p.coords.longitude.toFixed(5) + "（误差约 " + Math.min(999999, Math.round(p.coords.accuracy)) + " 米）";
      told.textContent = "记下了：" + form.elements.where.value;
      keepText();
    }, () => { told.textContent = "没有定到位，不影响保存。"; }, { timeout: 20000, enableHighAccuracy: true });
  });
}

// sign lets somebody sign, and keeps what is drawn with the rest.
function sign(box) {
  const input = box.querySelector("input");
  const { canvas, pen } = pad(box, (blob) => { files.set(input.name, [{ name: "sign.png", type: "image/png", blob }]); keepFiles(input.name); },
    () => { files.delete(input.name); keepFiles(input.name); });
  form.addEventListener("chosen", async (e) => {
    const list = e.detail === input.name && files.get(input.name);
    if (list && list.length) pen.drawImage(await createImageBitmap(list[0].blob), 0, 0, canvas.width, canvas.height);
  });
}

// begin makes the form keep itself. Without a sealed connection the browser
// seals nothing: then nothing is kept, and the form is sent as any other.
async function begin() {
  for (const box of form.querySelectorAll("[data-sign]")) sign(box);
  form.querySelector("[data-draft-about]").hidden = false;
  form.addEventListener("input", (e) => { if (e.target.type !== "file") keepText(); });
  form.addEventListener("change", (e) => {
    if (e.target.type !== "file" || !e.target.files.length) return;
    const fresh = Array.from(e.target.files, (f) => ({ name: f.name, type: f.type, blob: f }));
    files.set(e.target.name, e.target.multiple ? (files.get(e.target.name) || []).concat(fresh) : fresh);
    e.target.value = ""; // it stands in the list now, and may be chosen again
    chosen(e.target.name);
    keepFiles(e.target.name);
  });
  form.addEventListener("submit", (e) => { e.preventDefault(); send(); });
  window.addEventListener("online", () => { if (waiting) send(); });
  setInterval(() => { if (waiting && navigator.onLine) send(); }, 20000);
  try {
    await restore();
  } catch (e) {
    say("这台手机上存的草稿打不开，可能是别的人或者以前的登录存的；请重新填写。");
  }
  form.dataset.ready = "yes";
  if (waiting) send();
}

if (form) {
  place();
  if (window.isSecureContext && window.indexedDB && crypto.subtle) begin();
  else form.querySelector("[data-draft-none]").hidden = false;
}
