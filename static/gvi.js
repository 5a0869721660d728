// Small helpers on every page. Each page works without them.

const status = document.getElementById("status");

function say(text) {
  if (!status || !text) return;
  const note = document.createElement("div");
  note.className = "gvi-note";
  note.dataset.color = "danger";
  note.dataset.gviPassing = "";
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  const box = document.createElement("div");
  box.append(paragraph);
  note.append(box);
  clearPassing();
  status.append(note);
  note.scrollIntoView({ block: "nearest" });
}

function clearPassing() {
  status?.querySelectorAll("[data-gvi-passing]").forEach((note) => note.remove());
}

// htmx: say so when nothing was saved; the words stay in the form.
document.addEventListener("htmx:sendError", () => say(status?.dataset.offline));
document.addEventListener("htmx:responseError", () => say(status?.dataset.failed));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) clearPassing();
});
document.addEventListener("htmx:beforeRequest", (event) => event.target.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.target.removeAttribute("aria-busy"));

// A form is sent once. The mark is taken away when the page comes back from the browser's memory.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.gviSent) event.preventDefault();
  else form.dataset.gviSent = "1";
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-gvi-sent]").forEach((form) => delete form.dataset.gviSent);
});

// Taps that wait on this device (evening.js) are gone when their evening is over, and when somebody signs out.
function forgetTaps(isOver) {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith("gvi-tap:") && isOver(sessionStorage.getItem(name))) sessionStorage.removeItem(name);
    }
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
const over = document.querySelector("[data-gvi-over]")?.dataset.gviOver;
if (over) forgetTaps((tap) => tap.includes(`"${over}"`));
document.addEventListener("submit", (event) => {
  if (event.target.hasAttribute?.("data-gvi-sign-out")) forgetTaps(() => true);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-gvi-print]")) print();
});
// The mark on paper says when it was printed. Without this it says on which day the page was fetched.
addEventListener("beforeprint", () => {
  const mark = document.querySelector("[data-gvi-printed]");
  const language = document.documentElement.lang === "en" ? "en-GB" : "sv-SE";
  const now = new Date().toLocaleString(language, { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Stockholm" });
  if (mark) mark.textContent = now;
});

// A text with a limit: how much is left, from the last 300 characters on. The help text says the limit without this.
const LAST = 300;
const PAUSE = 400; // milliseconds without a key, so that a screen reader is not interrupted at each one
const limited = "textarea[data-gvi-limit]";

function count(area) {
  const left = Number(area.dataset.gviLimit) - [...area.value.trim()].length;
  let line = area.parentElement.querySelector("[data-gvi-count]");
  if (!line && left > LAST) return;
  if (!line) {
    line = document.createElement("p");
    line.className = "gvi-quiet gvi-count-left";
    line.dataset.gviCount = "";
    line.setAttribute("aria-live", "polite");
    area.after(line);
  }
  line.hidden = left > LAST;
  line.toggleAttribute("data-over", left < 0);
  line.textContent = (left < 0 ? area.dataset.gviOver : area.dataset.gviLeft).replace("{n}", Math.abs(left));
}

let counting = 0;
document.querySelectorAll(limited).forEach(count);
document.addEventListener("input", (event) => {
  if (!event.target.matches?.(limited)) return;
  clearTimeout(counting);
  counting = setTimeout(count, PAUSE, event.target);
});

// "/" goes to the search field, unless the reader has turned shortcuts off or is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.dataset.shortcuts === "off") return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-gvi-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// What lies under More is put away by Escape, and by a click or a step of the keyboard outside it.
const more = document.querySelector("[data-gvi-more]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !more?.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
for (const happens of ["click", "focusin"]) {
  document.addEventListener(happens, (event) => {
    if (more?.open && !more.contains(event.target)) more.open = false;
  });
}

// The present place among tabs that scroll sideways is brought into view.
document.querySelectorAll(".gvi-tabs [aria-current]").forEach((link) => {
  const list = link.closest("ul");
  if (list.scrollWidth > list.clientWidth) list.scrollLeft = link.offsetLeft - list.offsetLeft - 16;
});
