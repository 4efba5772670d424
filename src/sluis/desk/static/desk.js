/* Files come over, steps are followed, and the program hears that somebody is there. */
"use strict";
const { root, token, gone } = document.body.dataset;

// A summary of what is wrong gets the focus, so that who listens hears it first.
document.querySelector("[data-focus]")?.focus();

// A sign of life; without any for some minutes the program ends.
const SIGN = 15000;
let silent = 0;
async function sign() {
  try {
    await fetch(`${root}/alive`, { cache: "no-store" });
    silent = 0;
    document.querySelector(".gone")?.remove();
  } catch {
    silent += 1;
    if (silent === 2) tellGone();
  }
}
function tellGone() {
  const said = document.createElement("p");
  said.className = "gone";
  said.setAttribute("role", "alert");
  said.textContent = gone;
  document.body.append(said);
}
if (root) {
  sign();
  setInterval(sign, SIGN);
  addEventListener("visibilitychange", () => { if (!document.hidden) sign(); });
}

// A form is sent once, and not before its files are here.
let coming = 0;
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (coming && form.dataset.waits) {
      event.preventDefault();
      form.querySelector("[data-wait]").textContent = form.dataset.waits;
      return;
    }
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}

// A file goes over as it is, with its name beside it.
for (const input of document.querySelectorAll("[data-upload]")) {
  let current = null;
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (!file) return;
    current?.abort();
    current = send(input, file);
  });
}
function send(input, file) {
  const said = document.getElementById(`${input.id}-is`);
  const bar = input.parentElement.querySelector("progress");
  const request = new XMLHttpRequest();
  const field = input.closest(".field");
  coming += 1;
  bar.hidden = false;
  bar.value = 0;
  said.classList.remove("wrong");
  said.textContent = `${said.dataset.coming} ${file.name}`;
  request.upload.addEventListener("progress", (event) => { bar.value = event.total ? 100 * event.loaded / event.total : 0; });
  request.addEventListener("loadend", () => {
    coming -= 1;
    bar.hidden = true;
    if (!coming) for (const each of document.querySelectorAll("[data-wait]")) each.textContent = "";
  });
  request.addEventListener("load", () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* told below */ }
    if (request.status === 200) {
      said.textContent = `✓ ${answer.name} · ${size(answer.size)}`;
      field.classList.remove("field--invalid");
      input.removeAttribute("aria-invalid");
    } else failed(said, answer.refused);
  });
  request.addEventListener("error", () => failed(said));
  request.open("POST", `${input.dataset.upload}?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("X-Sluis-Token", token);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return request;
}
function failed(said, why) {
  said.classList.add("wrong");
  said.textContent = why || said.dataset.broken;
}
function size(bytes) {
  const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  if (bytes >= 1e9) return `${number(bytes / 1e9)} GB`;
  if (bytes >= 1e6) return `${number(bytes / 1e6)} MB`;
  return bytes >= 1e3 ? `${number(bytes / 1e3)} kB` : `${bytes} B`;
}

// A small file of text is shown where its text may be pasted as well.
for (const input of document.querySelectorAll("[data-text-into]")) {
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (file && file.size < 65536) document.getElementById(input.dataset.textInto).value = await file.text();
  });
}

// What is under way is asked for again and again; another stage is another page.
const live = document.querySelector("[data-live]");
if (live) follow(live);
async function follow(region) {
  const pause = "slow" in region.dataset ? 12000 : 400;
  for (;;) {
    await new Promise((done) => { setTimeout(done, pause); });
    try {
      const answer = await fetch(region.dataset.live, { cache: "no-store" });
      if (!answer.ok) continue;
      const said = await answer.json();
      if (said.stage !== region.dataset.stage) { location.reload(); return; }
      const part = region.querySelector("[data-part]");
      if (part && said.html !== undefined && part.innerHTML !== said.html) part.innerHTML = said.html;
      const bar = region.querySelector("progress");
      if (bar && said.percent !== undefined) bar.value = said.percent;
    } catch { /* the program is away; the sign of life tells */ }
  }
}
if (document.querySelector("[data-soon]")) setTimeout(() => location.reload(), 3000);
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
