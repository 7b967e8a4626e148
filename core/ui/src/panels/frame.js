// Runs in the frame of a panel, before the plugin's file does: makes the `panel` that the file is called with.
// It has no door to the server. What it wants it asks of the page through the port that the page hands in.
"use strict";

/** A refusal by the server, or by the page: what a panel can show to people is its message. */
class PanelError extends Error {
  constructor({ status, title, detail, errors, message }) {
    super(message);
    Object.assign(this, { name: "PanelError", status, title, detail, errors });
  }
}

const listeners = { record: [], look: [] };
const waiting = new Map();
let port;
let last = 0;

function ask(op, ...args) {
  return new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    port.postMessage({ op, id: last, args: JSON.parse(JSON.stringify(args)) });
  });
}

function answer({ id, value, error }) {
  const { resolve, reject } = waiting.get(id) ?? {};
  waiting.delete(id);
  if (error) reject?.(new PanelError(error));
  else resolve?.(value);
}

function wear(look) {
  document.documentElement.style.colorScheme = look.theme;
  for (const [name, value] of Object.entries(look.variables)) document.documentElement.style.setProperty(name, value);
}

function write(fonts) {
  for (const { bytes, range } of fonts) document.fonts.add(new FontFace("Inter Variable", bytes, { weight: "100 900", unicodeRange: range }));
}

function tell(kind, value) {
  for (const listener of listeners[kind]) listener(value);
}

function say(texts, text, params = {}) {
  return (texts[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

function style(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The frame is as high as what stands in it. */
function measure(root) {
  const told = () => port.postMessage({ op: "height", height: Math.ceil(root.getBoundingClientRect().height) });
  new ResizeObserver(told).observe(root);
}

function panelOf(root, { texts, look, ...given }) {
  const records = Object.fromEntries(["get", "list", "query", "create", "update", "delete"].map((op) => [op, (...args) => ask(`records.${op}`, ...args)]));
  return {
    ...given,
    root,
    records,
    theme: look.theme,
    get: (path, query) => ask("get", path, query),
    post: (path, body) => ask("post", path, body),
    refresh: () => ask("refresh"),
    notice: (text) => ask("notice", String(text)),
    open: (object, id) => ask("open", object, id),
    t: (text, params) => say(texts, text, params),
    on: (kind, listener) => void listeners[kind].push(listener),
    style,
  };
}

function hear(panel, { data }) {
  if (data.ping) port.postMessage({ op: "pong" });
  else if (data.id) answer(data);
  else if (data.look) {
    wear(data.look);
    panel.theme = data.look.theme;
    tell("look", panel.theme);
  } else if ("record" in data) {
    panel.record = data.record;
    tell("record", panel.record);
  }
}

const worded = (error) => (error instanceof Error ? error.message : String(error));

async function draw(panel, module) {
  const address = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
  const { default: show } = await import(address);
  if (typeof show !== "function") throw new Error("The file has no default export that can be called");
  await show(panel);
}

async function start({ module, fonts, ...given }) {
  const root = document.getElementById("panel");
  document.documentElement.lang = given.locale;
  document.title = given.label;
  write(fonts);
  wear(given.look);
  measure(root);
  const panel = panelOf(root, given);
  port.onmessage = (event) => hear(panel, event);
  const troubled = (error) => {
    console.warn(error);
    port.postMessage({ op: "trouble", message: worded(error), refused: error instanceof PanelError });
  };
  addEventListener("error", (event) => { event.preventDefault(); troubled(event.error ?? event.message); });
  addEventListener("unhandledrejection", (event) => { event.preventDefault(); troubled(event.reason); });
  try {
    await draw(panel, module);
    port.postMessage({ op: "shown" });
  } catch (error) {
    console.warn(error);
    port.postMessage({ op: "failed", message: worded(error) });
  }
}

addEventListener("message", function begin(event) {
  if (event.source !== parent || !event.ports[0]) return;
  removeEventListener("message", begin);
  port = event.ports[0];
  void start(event.data);
});
// The one way out that no content-security policy closes.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete globalThis[name];
