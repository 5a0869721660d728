// A form with words in it: keeps them as a draft while one writes, and tells in time when the session ends.
//
//   form[data-gvi-draft]         what is typed is sent to its own address, marked as a draft. Files are left out
//   [data-gvi-draft-state]       the line that says so; its data-* hold the sentences
//   [data-gvi-session-end]       the warning, with a button [data-gvi-stay]
//   form[data-gvi-session-left]  seconds until the session ends if nothing is clicked
//
// Nothing is kept in the browser. Without this file the words are kept when they are sent too late.

const PAUSE = 1500; // milliseconds without a key before what was typed is sent
const WARNING = 120; // seconds before the end
const form = document.querySelector("form[data-gvi-draft]");
const line = form?.querySelector("[data-gvi-draft-state]");
const warning = form?.querySelector("[data-gvi-session-end]");
let waiting = 0;
let warner = 0;
let isDirty = false;

if (form) start();

function start() {
  form.addEventListener("input", onInput);
  form.addEventListener("change", onInput);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    isDirty = false;
  });
  warning?.querySelector("[data-gvi-stay]").addEventListener("click", () => keep());
  addEventListener("beforeunload", (event) => {
    if (!isDirty) return;
    keep();
    event.preventDefault(); // while the question stands there the draft gets home
  });
  warnAfter(Number(form.dataset.gviSessionLeft));
}

function onInput(event) {
  if (event.target.type === "file") return;
  isDirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
}

async function keep() {
  clearTimeout(waiting);
  const body = new FormData(form);
  for (const [name, value] of Array.from(body)) if (value instanceof File) body.delete(name);
  isDirty = false;
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body,
      headers: { "X-GVI-Draft": "1" },
      credentials: "same-origin",
      redirect: "error",
    });
    if (answer.status === 204) {
      say("kept");
      warnAfter(Number(answer.headers.get("X-GVI-Session-Left")));
    } else if (answer.status === 401) say("out");
    else line.hidden = true;
  } catch {
    isDirty = true; // no contact: leaving the page asks first, and the next key tries again
  }
}

function say(what) {
  line.textContent = line.dataset[what];
  line.hidden = false;
}

function warnAfter(seconds) {
  clearTimeout(warner);
  if (!warning || !(seconds > 0)) return;
  warning.hidden = true;
  warner = setTimeout(() => (warning.hidden = false), Math.max(0, seconds - WARNING) * 1000);
}
