/**
 * Runs in the browser. Each event fetches the same page again and swaps its live parts, so what a reader sees
 * live is what a refresh would show. Focus and scrolled places stay with the element of the same id.
 */
export const liveScript = `
const status = document.getElementById("arrivals");
let busy = false, again = false;
async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.id;
    const places = [...document.querySelectorAll("[data-scroll]")].map((e) => [e.id, e.scrollLeft, e.scrollTop]);
    for (const old of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(old.id);
      if (next) old.replaceWith(document.adoptNode(next));
    }
    for (const [id, left, top] of places) document.getElementById(id)?.scrollTo({ left, top, behavior: "instant" });
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    followClock();
  } catch {
    // The stream reconnects by itself and refreshes then.
  } finally {
    busy = false;
    if (again) { again = false; refresh(); }
  }
}
let clock;
function followClock() {
  clearTimeout(clock);
  const ends = [...document.querySelectorAll("[data-until]")].map((e) => Number(e.dataset.until));
  if (ends.length > 0) clock = setTimeout(refresh, Math.max(500, Math.min(...ends) - Date.now()));
}
function takePicture(files) {
  const input = document.getElementById("picture");
  if (!input || files.length === 0) return;
  input.files = files;
  input.form.requestSubmit();
}
addEventListener("paste", (event) => takePicture(event.clipboardData.files));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => { event.preventDefault(); takePicture(event.dataTransfer.files); });
let source;
function connect() {
  source = new EventSource("/events");
  source.onopen = refresh;
  source.onmessage = (message) => {
    const event = JSON.parse(message.data);
    if (event.kind === "mail") status.textContent = "New mail for " + event.to + ": " + event.title;
    if (event.kind === "phone") status.textContent = "New for " + event.to + ": " + event.title;
    refresh();
  };
}
followClock();
document.querySelector(".mailboxes [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
addEventListener("pageshow", connect);
addEventListener("pagehide", () => source.close());
`;
