/* Keeps the monitor up to date: asks again every few seconds, and says what is new. The page works without it. */
"use strict";

const board = document.getElementById("board");
const clock = document.querySelector("[data-live-at]");
const says = document.querySelector("[data-live-says]");
const lost = document.querySelector("[data-live-lost]");
const every = Number(board.dataset.seconds) * 1000;
let etag = "", timer = 0, asking = false, failed = 0;

// A line by its key; a card by its number, so that one that grew is told.
function seen() {
  const lines = new Map([...board.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one.dataset.say]));
  const parts = new Map([...board.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
  return { lines, parts };
}

function news(before, after) {
  const said = [...after.lines].filter(([key]) => !before.lines.has(key)).map(([, say]) => say).slice(0, 3);
  for (const [part, card] of after.parts) {
    const was = before.parts.get(part);
    if (was && !card.hasAttribute("aria-current") && Number(card.dataset.number) > Number(was.dataset.number)) {
      said.push(card.dataset.say);
    }
  }
  return said;
}

const plain = (one) => one.textContent.replace(/\s+/g, " ").trim();

// What is replaced keeps the focus: the same link gets it again, or the board when that is gone.
function replace(fresh) {
  const before = seen();
  const inside = board.contains(document.activeElement) && document.activeElement !== board;
  const focused = inside ? document.activeElement.id : "";
  const label = inside && !focused ? document.activeElement.getAttribute("aria-labelledby") : "";
  const places = new Map([...board.querySelectorAll(".scroll")].map((one) => [one.getAttribute("aria-labelledby"), one.scrollLeft]));
  board.replaceChildren(...fresh.childNodes);
  for (const one of board.querySelectorAll(".scroll")) one.scrollLeft = places.get(one.getAttribute("aria-labelledby")) ?? 0;
  if (inside) {
    const again = focused ? document.getElementById(focused) : label && board.querySelector(`.scroll[aria-labelledby="${label}"]`);
    (again || board).focus({ preventScroll: true });
  }
  const said = news(before, seen());
  if (said.length) says.textContent = `${says.dataset.new} ${said.join("; ")}`;
}

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(board.dataset.live, { headers, credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.status !== 304) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (etag || plain(fresh) !== plain(board)) replace(fresh);
      etag = answer.headers.get("ETag") || "";
    }
    clock.textContent = answer.headers.get("Sluis-At") || clock.textContent;
    failed = 0;
  } catch {
    failed += 1;
  } finally {
    asking = false;
    lost.hidden = failed < 2;
  }
}

function plan() {
  clearInterval(timer);
  timer = document.hidden ? 0 : setInterval(ask, every);
}

document.addEventListener("visibilitychange", () => { plan(); ask(); });
plan();
