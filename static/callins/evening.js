// The evening page: one tap per person, also when the network is away.
//
// What the page gives:
//   [data-gvi-evening]            around everything; data-gvi-poll="10" fetches what others did, in seconds
//   [data-gvi-live][id]           parts that an answer may replace (counters, rows, pills)
//   [data-gvi-principal]          whom the page was made for, as a sign that tells nothing; in every answer too. Each form
//                                 carries it as made_for; data-gvi-now beside it is our clock, in milliseconds
//   [data-gvi-strangers]          the line that says whose taps wait here, if they are somebody else's
//   [data-gvi-stamp]              what the page shows: a poll that names them all, joined by a full stop, gets 204
//                                 while nothing has happened
//   form[data-gvi-queue]          sent through the queue, each press with a key of its own in the hidden field key
//   button[name][aria-pressed]    painted at once; data-tone moves to the row
//   [data-gvi-count="value"]      counters, moved by one at once; "" counts those not yet marked, "*" those who are.
//                                 With data-gvi-of only of that group (the row's data-group)
//   [data-gvi-some], [data-gvi-none]  what is said while somebody is left, and when nobody is
//   #evening-undo                 hidden unless there is something to take back; data-gvi-may: the server has something
//   [data-gvi-error]              in a row, for the sentence of a refusal (from [data-gvi-reason] in the answer)
//   [data-gvi-sync]               the line that tells what is saved; its data-* hold the sentences, {n} and {time}
//
// The server may answer with the whole page or with only the live parts. Entries leave in the order they were made, one
// at a time, each with a key of its own, so that a second arrival does nothing, and with its own time. Until its answer
// has come an entry lies in the tab's session storage: whose, which seat, what and when, no name and no code. Another
// user's entries are never sent. Without this file every button is an ordinary form.

const PAUSES = [1, 2, 4, 8];
const STORE = "gvi-tap:";
const KEPT = 24 * 60 * 60 * 1000;
const root = document.querySelector("[data-gvi-evening]");
const line = root?.querySelector("[data-gvi-sync]");
const owner = root?.querySelector("[data-gvi-principal]")?.dataset.gviPrincipal;
const queue = [];
let sending = false;
let failures = 0;
let timer = 0;
let refused = false;
let leaving = false;
let clock = 0; // our clock minus the tablet's
let latest = 0;

if (root && line) start();

function start() {
  setClock(document);
  takeUp();
  root.addEventListener("submit", onSubmit);
  root.addEventListener("keydown", onArrow);
  addEventListener("online", () => wake());
  addEventListener("beforeunload", (event) => {
    if (queue.length && !leaving) event.preventDefault();
  });
  const seconds = Number(root.dataset.gviPoll);
  if (seconds) setInterval(() => poll(), seconds * 1000);
}

// --- entries, and where they lie

function setClock(parts) {
  const told = Number(parts.querySelector("[data-gvi-now]")?.dataset.gviNow);
  if (told) clock = told - Date.now();
}

function now() {
  latest = Math.max(Math.round(Date.now() + clock), latest + 1);
  return latest;
}

function stored() {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(STORE));
    return names.map((name) => JSON.parse(sessionStorage.getItem(name))).sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
}

function store(entry) {
  try {
    sessionStorage.setItem(STORE + entry.key, JSON.stringify(entry));
  } catch {
    // full or shut: the entry waits in memory
  }
}

function unstore(entry) {
  try {
    sessionStorage.removeItem(STORE + entry.key);
  } catch {
    // it never lay there
  }
}

// What waited when the page was last left: one's own goes on, another's waits on.
function takeUp() {
  const strangers = [];
  for (const entry of stored()) {
    if (Math.abs(now() - entry.at) > KEPT) unstore(entry);
    else if (entry.page !== location.pathname) continue;
    else if (entry.owner !== owner) strangers.push(entry);
    else {
      queue.push(entry);
      if (entry.outcome) paint(document.getElementById(entry.rowId), entry.outcome);
    }
  }
  if (strangers.length) tellOf(strangers);
  if (!queue.length) return;
  show();
  wake();
}

async function tellOf(strangers) {
  const place = root.querySelector("[data-gvi-strangers]");
  const text = place.querySelector("[data-gvi-strangers-text]");
  const asked = new URL(location.href);
  asked.searchParams.set("vems", strangers[0].owner);
  let who = "";
  try {
    const answer = await fetch(asked, { credentials: "same-origin" });
    if (answer.ok && answer.headers.get("Content-Type").startsWith("text/plain")) who = await answer.text();
  } catch {
    // no contact: they wait all the same
  }
  const n = strangers.filter((entry) => entry.owner === strangers[0].owner).length;
  const sentence = n === 1 ? text.dataset.one : text.dataset.many;
  text.textContent = sentence.replace("{n}", String(n)).replaceAll("{who}", who || text.dataset.somebody);
  place.hidden = false;
}

// The page or an answer was made for somebody else: this page is no longer of the one who is signed in.
function isAnothers(parts) {
  const theirs = parts.querySelector("[data-gvi-principal]")?.dataset.gviPrincipal;
  return Boolean(theirs && theirs !== owner);
}

function changeHands() {
  leaving = true;
  location.reload();
  return "other";
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
  const row = form.closest("[data-gvi-live]");
  const outcome = button?.hasAttribute("aria-pressed") ? button.value : "";
  refused = false;
  if (!outcome && takeBack()) return;
  const shown = form.elements.namedItem("shown")?.value || "";
  const entry = { key: newKey(), owner, page: location.pathname, url: form.action, rowId: row?.id, outcome, shown, at: now() };
  if (outcome) entry.before = row.dataset.outcome || "";
  else entry.of = queue.at(-1)?.key;
  queue.push(entry);
  store(entry);
  if (outcome) paint(row, outcome);
  show();
  wake();
}

// Undo of a tap that has not left yet: it never leaves.
function takeBack() {
  const last = queue.at(-1);
  if (!last?.outcome || (sending && queue.length === 1)) return false;
  queue.pop();
  unstore(last);
  const row = document.getElementById(last.rowId);
  paint(row, last.before);
  if (row && !queue.some((entry) => entry.rowId === last.rowId)) delete row.dataset.waiting;
  show();
  return true;
}

function paint(row, value) {
  if (!row) return;
  const before = row.dataset.outcome || "";
  const button = Array.from(row.querySelectorAll("[aria-pressed]")).find((each) => each.value === value);
  row.querySelectorAll("[aria-pressed]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === button));
  });
  row.dataset.outcome = value;
  if (button) row.dataset.tone = button.dataset.tone || "neutral";
  else delete row.dataset.tone;
  row.dataset.waiting = "";
  hideError(row);
  if (before === value) return;
  count(before, -1, row.dataset.group);
  count(value, 1, row.dataset.group);
  if (!before || !value) count("*", value ? 1 : -1, row.dataset.group);
}

function count(value, step, group) {
  let left = null;
  root.querySelectorAll("[data-gvi-count]").forEach((cell) => {
    const isOf = !cell.dataset.gviOf || cell.dataset.gviOf === group;
    if (cell.dataset.gviCount === value && isOf) cell.textContent = String(Number(cell.textContent) + step);
    if (cell.dataset.gviCount === "" && !cell.dataset.gviOf) left = Number(cell.textContent);
  });
  root.querySelectorAll("[data-gvi-some]").forEach((part) => (part.hidden = left === 0));
  root.querySelectorAll("[data-gvi-none]").forEach((part) => (part.hidden = left !== 0));
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
  if (outcome === "other") return;
  if (outcome === "done" || outcome === "refused") {
    unstore(queue.shift());
    if (outcome === "refused" && queue[0]?.of === entry.key) unstore(queue.shift()); // its undo
    failures = 0;
    if (outcome === "refused") refused = true;
    show();
    if (queue.length) send();
    else if (refused) poll(true); // what was painted here did not hold
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
    body: bodyOf(entry),
    headers: { "HX-Request": "true", Accept: "text/html" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return "offline";
  if (answer.status === 401) return renewed(entry, "login");
  const parts = read(await answer.text());
  if (isAnothers(parts)) return changeHands();
  setClock(parts);
  if (answer.status === 403) return (await renewed(entry, "")) || refuse(entry, parts);
  if (!answer.ok) return refuse(entry, parts);
  if (answer.status !== 204 && !parts.querySelector("[data-gvi-live]")) return renewed(entry, "login");
  swap(parts, entry);
  return "done";
}

function bodyOf(entry) {
  const body = new FormData();
  const token = root.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  body.set("key", entry.key);
  body.set("made_for", entry.owner);
  if (!entry.outcome) return body;
  body.set("outcome", entry.outcome);
  body.set("shown", entry.shown);
  body.set("tapped_at", String(entry.at));
  return body;
}

// After a new login the forms hold an old token: fetch the page again and take the new one, once.
async function renewed(entry, otherwise) {
  if (entry.renewed && !otherwise) return "";
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  const page = read(await answer.text());
  if (isAnothers(page)) return changeHands();
  const token = page.querySelector("[data-gvi-evening] input[name=csrfmiddlewaretoken]");
  if (!answer.ok || !token) return otherwise || "login";
  entry.renewed = true;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token.value));
  return "again";
}

function read(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function refuse(entry, parts) {
  const row = entry.rowId && document.getElementById(entry.rowId);
  const told = parts.querySelector("[data-gvi-reason]") || parts.querySelector("main p") || parts.querySelector("p");
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
    if (answer.redirected) return location.assign(answer.url); // closed by somebody else, or logged out
    const parts = read(await answer.text());
    if (isAnothers(parts)) return changeHands();
    setClock(parts);
    root.querySelectorAll(".gvi-seat[id]").forEach((row) => parts.getElementById(row.id) || row.remove()); // gone home
    swap(parts);
  } catch {
    // the next tap or the next round will tell
  }
}

function show(problem) {
  const undo = root.querySelector("#evening-undo");
  undo.hidden = !undo.hasAttribute("data-gvi-may") && !queue.some((entry) => entry.outcome);
  const n = String(queue.length);
  let state = "saved";
  if (queue.length) state = problem === "login" ? "login" : failures ? "offline" : "sending";
  else if (refused) state = "refused";
  const time = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" })
    .replace(":", document.documentElement.lang === "en" ? ":" : ".");
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
