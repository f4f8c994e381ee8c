// The drop zone: recordings go straight from the browser to the study's folder, one after the other.
// Plain JavaScript. The queue lives in this module, so that uploads go on while another page is shown.

/** @typedef {{file: File, address: string, details: object, state: "waiting"|"sending"|"storing"|"added"|"failed",
 *             sent: number, began: number, message: string, canRetry: boolean, request: XMLHttpRequest|null}} Upload */

/** @type {Upload[]} */
const uploads = [];
const zones = new Map();      // the element Streamlit gives us -> its Zone
let words = {};               // every sentence comes translated from the server

const isUnderWay = () => uploads.some((u) => ["waiting", "sending", "storing"].includes(u.state));

window.addEventListener("beforeunload", (event) => {
  if (isUnderWay()) event.preventDefault();
});

export default function draw({ data, parentElement, setTriggerValue }) {
  words = data.words;
  let zone = zones.get(parentElement);
  if (!zone) {
    zone = new Zone(parentElement.querySelector(".wu-root"));
    zones.set(parentElement, zone);
  }
  zone.take(data, () => setTriggerValue("added", String(Date.now())));
  // Streamlit also cleans up a run that was superseded while the component stays where it is.
  return () => setTimeout(() => { if (!zone.root.isConnected) zones.delete(parentElement); }, 0);
}

class Zone {
  constructor(root) {
    this.root = root;
    const make = (name, className, attributes = {}) => {
      const element = document.createElement(name);
      element.className = className;
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    this.drop = make("div", "wu-drop");
    this.title = make("p", "wu-title");
    this.hint = make("p", "wu-hint");
    this.choose = make("button", "wu-choose", { type: "button" });
    this.input = make("input", "wu-input", { type: "file", multiple: "", tabindex: "-1", "aria-hidden": "true" });
    this.list = make("ul", "wu-list");
    this.spoken = make("p", "wu-spoken", { role: "status", "aria-live": "polite" });
    this.drop.append(picture(), this.title, this.hint, this.choose, this.input);
    root.replaceChildren(this.drop, this.list, this.spoken);
    this.rows = new Map();
    this.listen();
  }

  listen() {
    this.choose.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    this.root.addEventListener("keydown", (event) => event.stopPropagation());   // Streamlit's own one-letter keys
    let depth = 0;                                       // dragenter and dragleave also fire for the children
    const over = (change) => { depth = Math.max(0, depth + change); this.drop.classList.toggle("wu-over", depth > 0); };
    this.drop.addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
    this.drop.addEventListener("dragleave", () => over(-1));
    this.drop.addEventListener("dragover", (event) => event.preventDefault());
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      over(-depth);
      this.add(event.dataTransfer.files);
    });
  }

  take(data, tellPage) {
    this.data = data;
    this.tellPage = tellPage;
    this.title.textContent = words.title;
    this.hint.textContent = words.hint;
    this.choose.textContent = words.choose;
    this.input.accept = data.accept;
    this.input.multiple = !data.single;
    this.drop.querySelector(".wu-picture").toggleAttribute("hidden", Boolean(data.single));   // it shows sound
    this.drop.setAttribute("aria-label", words.title);
    this.paint();
    this.root.dataset.ready = "1";
  }

  add(files) {
    if (this.data.single) this.forgetEarlier();
    for (const file of this.data.single ? [...files].slice(0, 1) : files) {
      uploads.push({
        file, address: this.data.address, details: this.data.details, state: "waiting",
        sent: 0, began: 0, message: "", canRetry: false, request: null,
      });
    }
    paintAll();
    next();
  }

  forgetEarlier() {                                      // a zone for one file: what came before is not asked about again
    for (const upload of uploads.filter((u) => u.address === this.data.address)) {
      uploads.splice(uploads.indexOf(upload), 1);
      if (upload.request) upload.request.abort();
    }
  }

  paint() {
    const isShown = (u) => u.address === this.data.address && !(this.data.single && u.state === "added");
    const shown = uploads.filter(isShown);                // of a single file the page itself tells what became of it
    for (const [upload, row] of this.rows) {
      if (!shown.includes(upload)) { row.item.remove(); this.rows.delete(upload); }
    }
    for (const upload of shown) {
      if (!this.rows.has(upload)) {
        const row = new Row(upload);
        this.rows.set(upload, row);
        this.list.append(row.item);
      }
      this.rows.get(upload).paint();
    }
  }
}

class Row {
  constructor(upload) {
    this.upload = upload;
    const make = (name, className) => Object.assign(document.createElement(name), { className });
    this.item = make("li", "wu-item");
    this.name = make("bdi", "wu-name");
    this.name.textContent = upload.file.name;
    this.name.title = upload.file.name;
    this.note = make("span", "wu-note");
    this.bar = make("progress", "wu-bar");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", upload.file.name);
    this.act = make("button", "wu-act");
    this.act.type = "button";
    this.act.addEventListener("click", () => this.press());
    this.again = make("button", "wu-act");
    this.again.type = "button";
    this.again.addEventListener("click", () => retry(this.upload));
    this.item.append(this.name, this.note, this.again, this.act, this.bar);
  }

  press() {
    const { upload } = this;
    uploads.splice(uploads.indexOf(upload), 1);
    if (upload.request) upload.request.abort();
    paintAll();
    next();
  }

  paint() {
    const { upload } = this;
    const isGoing = ["waiting", "sending", "storing"].includes(upload.state);
    this.item.dataset.state = upload.state;
    this.note.textContent = noteOf(upload);
    this.bar.hidden = !isGoing;
    if (upload.state === "storing") this.bar.removeAttribute("value");
    else this.bar.value = upload.file.size ? upload.sent / upload.file.size : 0;
    this.act.textContent = isGoing ? words.cancel : words.dismiss;
    this.act.hidden = upload.state === "storing";
    this.act.setAttribute("aria-label", `${this.act.textContent}: ${upload.file.name}`);
    this.again.textContent = words.retry;
    this.again.hidden = !upload.canRetry;
    this.again.setAttribute("aria-label", `${words.retry}: ${upload.file.name}`);
  }
}

function paintAll() {
  for (const zone of zones.values()) if (zone.root.isConnected) zone.paint();
}

function say(text) {
  for (const zone of zones.values()) if (zone.root.isConnected) zone.spoken.textContent = text;
}

function next() {
  if (uploads.some((u) => u.state === "sending" || u.state === "storing")) return;
  const upload = uploads.find((u) => u.state === "waiting");
  if (upload) send(upload);
}

function retry(upload) {
  Object.assign(upload, { state: "waiting", sent: 0, message: "", canRetry: false });
  paintAll();
  next();
}

function send(upload) {
  const request = new XMLHttpRequest();               // fetch cannot report how much has been sent
  upload.request = request;
  upload.state = "sending";
  upload.began = performance.now();
  request.open("PUT", upload.address);
  request.setRequestHeader("X-Workbench", "1");
  request.setRequestHeader("X-File-Name", encodeURIComponent(upload.file.name.toWellFormed()));
  request.setRequestHeader("X-Details", encodeURIComponent(JSON.stringify(upload.details)));
  request.upload.onprogress = (event) => { upload.sent = event.loaded; paintAll(); };
  request.upload.onload = () => { upload.sent = upload.file.size; upload.state = "storing"; paintAll(); };
  request.onload = () => finish(upload, request);
  request.onerror = () => fail(upload, words.lost, true);
  request.send(upload.file);
  paintAll();
}

function finish(upload, request) {
  if (request.status === 200) {
    upload.state = "added";
    say(`${upload.file.name}: ${words.added}`);
    for (const zone of zones.values()) if (zone.root.isConnected) zone.tellPage();
    paintAll();
    next();
  } else if (request.status === 401) {
    fail(upload, words.closed, true);
  } else {
    fail(upload, errorIn(request.responseText), request.status >= 500);
  }
}

function errorIn(body) {
  try {
    return JSON.parse(body).error || words.lost;
  } catch (error) {
    if (error instanceof SyntaxError) return words.lost;
    throw error;
  }
}

function fail(upload, message, canRetry) {
  Object.assign(upload, { state: "failed", message, canRetry });
  say(`${upload.file.name}: ${message}`);
  paintAll();
  next();
}

function noteOf(upload) {
  if (upload.state === "waiting") return words.waiting;
  if (upload.state === "storing") return words.storing;
  if (upload.state === "added") return words.added;
  if (upload.state === "failed") return upload.message;
  const share = upload.file.size ? upload.sent / upload.file.size : 0;
  const percent = `${Math.floor(share * 100)} %`;
  const seconds = (performance.now() - upload.began) / 1000;
  if (seconds < 2 || !upload.sent) return percent;
  return `${percent} · ${timeLeft((seconds / upload.sent) * (upload.file.size - upload.sent))}`;
}

function timeLeft(seconds) {
  const [unit, count] = seconds >= 90 ? ["minutes", Math.round(seconds / 60)] : ["seconds", Math.max(1, Math.round(seconds))];
  return words[unit].replace("{count}", String(count));
}

function picture() {
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", "wu-picture");
  svg.setAttribute("aria-hidden", "true");
  for (const [x, height] of [[8, 8], [14, 18], [20, 30], [26, 20], [32, 26], [38, 10]]) {
    const line = document.createElementNS(name, "line");
    for (const [key, value] of Object.entries({ x1: x, x2: x, y1: 24 - height / 2, y2: 24 + height / 2 })) {
      line.setAttribute(key, String(value));
    }
    svg.append(line);
  }
  return svg;
}
