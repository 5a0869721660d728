// The evening page: one tap per person, also when the network is away.
//
// What the page gives:
//   [data-gvi-evening]            around everything; data-gvi-poll="10" fetches what others did, in seconds
//   [data-gvi-live][id]           parts that an answer may replace (counters, rows, pills)
//   [data-gvi-stamp]              what the page shows: a poll that names them all, joined by a full stop, gets 204
//                                 while nothing has happened
//   form[data-gvi-queue]          sent through the queue, each press with a key of its own in the hidden field key
//   button[name][aria-pressed]    painted at once; data-tone moves to the row
//   [data-gvi-count="value"]      counters, moved by one at once; "" counts those not yet marked
//   [data-gvi-error]              in a row, for the sentence of a refusal (from [data-gvi-reason] in the answer)
//   [data-gvi-sync]               the line that tells what is saved; its data-* hold the sentences, {n} and {time}
//
// The server may answer with the whole page or with only the live parts. Nothing is kept outside memory: no name, no
// code, no storage. Entries leave in the order they were made, one at a time, each with a key of its own, so that a
// second arrival does nothing. Without this file every button is an ordinary form.

const PAUSES = [1, 2, 4, 8];
const root = document.querySelector("[data-gvi-evening]");
const line = root?.querySelector("[data-gvi-sync]");
const queue = [];
let sending = false;
let failures = 0;
let timer = 0;
let refused = false;

if (root && line) start();

function start() {
  root.addEventListener("submit", onSubmit);
  root.addEventListener("keydown", onArrow);
  addEventListener("online", () => wake());
  addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
  const seconds = Number(root.dataset.gviPoll);
  if (seconds) setInterval(() => poll(), seconds * 1000);
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function onSubmit(event) {
  const form = event.target.closest("form[data-gvi-queue]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute("aria-pressed") === "true") return;
  const body = new FormData(form, button);
  body.set("key", newKey());
  const row = form.closest("[data-gvi-live]");
  queue.push({ url: form.action, body, rowId: row?.id, renewed: false });
  refused = false;
  if (button?.hasAttribute("aria-pressed")) paint(row, button);
  show();
  wake();
}

function paint(row, button) {
  const before = row.dataset.outcome || "";
  row.querySelectorAll("[aria-pressed]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === button));
  });
  row.dataset.outcome = button.value;
  row.dataset.tone = button.dataset.tone || "neutral";
  row.dataset.waiting = "";
  hideError(row);
  if (before === button.value) return;
  count(before, -1);
  count(button.value, 1);
}

function count(value, step) {
  root.querySelectorAll("[data-gvi-count]").forEach((cell) => {
    if (cell.dataset.gviCount === value) cell.textContent = String(Number(cell.textContent) + step);
  });
}

function wake() {
  clearTimeout(timer);
  if (!sending) send();
}

async function send() {
  const entry = queue[0];
  if (!entry) return show();
  sending = true;
  let outcome;
  try {
    outcome = await deliver(entry);
  } catch {
    outcome = "offline";
  }
  sending = false;
  if (outcome === "done" || outcome === "refused") {
    queue.shift();
    failures = 0;
    if (outcome === "refused") refused = true;
    show();
    if (queue.length) send();
    else if (outcome === "refused") poll(true);
    return;
  }
  const pause = PAUSES[Math.min(failures, PAUSES.length - 1)];
  failures += 1;
  show(outcome);
  timer = setTimeout(send, pause * 1000);
}

async function deliver(entry) {
  const answer = await fetch(entry.url, {
    method: "POST",
    body: entry.body,
    headers: { "HX-Request": "true", Accept: "text/html" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return "offline";
  if (answer.status === 401) return renewed(entry, "login");
  if (answer.status === 403) return (await renewed(entry, "")) || refuse(entry, await answer.text());
  const parts = read(await answer.text());
  if (!answer.ok) return refuse(entry, parts);
  if (answer.status !== 204 && !parts.querySelector("[data-gvi-live]")) return renewed(entry, "login");
  swap(parts, entry);
  return "done";
}

// After a new login the forms hold an old token: fetch the page again and take the new one, once.
async function renewed(entry, otherwise) {
  if (entry.renewed && !otherwise) return "";
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  const page = read(await answer.text());
  const token = page.querySelector("[data-gvi-evening] input[name=csrfmiddlewaretoken]");
  if (!answer.ok || !token) return otherwise || "login";
  entry.renewed = true;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token.value));
  queue.forEach((waiting) => waiting.body.set("csrfmiddlewaretoken", token.value));
  return "again";
}

function read(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function refuse(entry, parts) {
  const row = entry.rowId && document.getElementById(entry.rowId);
  const page = typeof parts === "string" ? read(parts) : parts;
  const told = page.querySelector("[data-gvi-reason]") || page.querySelector("main p") || page.querySelector("p");
  const said = told?.textContent.trim();
  const place = row?.querySelector("[data-gvi-error]");
  if (place) {
    place.textContent = said || line.dataset.refused;
    place.hidden = false;
  }
  return "refused";
}

function hideError(row) {
  const place = row.querySelector("[data-gvi-error]");
  if (place) place.hidden = true;
}

// Replace the live parts that no waiting entry is about.
function swap(parts, entry) {
  const waiting = new Set(queue.filter((other) => other !== entry).map((other) => other.rowId));
  const more = waiting.size > 0;
  parts.querySelectorAll("[data-gvi-live][id]").forEach((fresh) => {
    const old = document.getElementById(fresh.id);
    if (!old || !root.contains(old) || waiting.has(fresh.id)) return;
    if (more && (fresh.matches("[data-gvi-count]") || fresh.querySelector("[data-gvi-count]"))) return;
    if (old.contains(document.activeElement) && document.activeElement.matches("textarea, input, select")) return;
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const error = old.querySelector("[data-gvi-error]:not([hidden])");
    const place = document.adoptNode(fresh);
    old.replaceWith(place);
    if (error && entry === undefined) {
      const target = place.querySelector("[data-gvi-error]");
      if (target) {
        target.textContent = error.textContent;
        target.hidden = false;
      }
    }
    if (held) again(place, held)?.focus({ preventScroll: true });
  });
}

function again(place, held) {
  if (held.name && held.value) {
    return Array.from(place.querySelectorAll("button")).find((b) => b.name === held.name && b.value === held.value);
  }
  return place.querySelector(held.tagName);
}

// `anyway`: also when nothing has happened there; what was painted here may have been refused.
async function poll(anyway = false) {
  if (queue.length || sending || document.hidden) return;
  const page = new URL(location.href);
  const stamp = Array.from(root.querySelectorAll("[data-gvi-stamp]"), (part) => part.dataset.gviStamp).join(".");
  if (stamp && !anyway) page.searchParams.set("stamp", stamp);
  try {
    const answer = await fetch(page, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.status === 204 || queue.length) return;
    if (answer.redirected) location.assign(answer.url); // closed by somebody else, or logged out
    else {
      const page = read(await answer.text());
      root.querySelectorAll(".gvi-seat[id]").forEach((row) => page.getElementById(row.id) || row.remove()); // gone home
      swap(page);
    }
  } catch {
    // the next tap or the next round will tell
  }
}

function show(problem) {
  const n = String(queue.length);
  let state = "saved";
  if (queue.length) state = problem === "login" ? "login" : failures ? "offline" : "sending";
  else if (refused) state = "refused";
  const time = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" }).replace(":", ".");
  const sentence = (n === "1" && line.dataset[`${state}One`]) || line.dataset[state];
  const text = sentence.replace("{n}", n).replace("{time}", time);
  line.dataset.state = state;
  const place = line.querySelector("[data-gvi-sync-text]");
  if (place.textContent !== text) place.textContent = text;
}

// Up and down move between persons in the same column.
function onArrow(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const button = event.target.closest("button.gvi-outcome");
  if (!button) return;
  const same = Array.from(root.querySelectorAll("button.gvi-outcome")).filter((b) => b.value === button.value);
  const next = same[same.indexOf(button) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
