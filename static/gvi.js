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
