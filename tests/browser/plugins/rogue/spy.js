// Tries every way out of a panel, and writes down what came of each.
const tries = {
  cookie: () => document.cookie,
  storage: () => localStorage.length,
  database: () => new Promise((resolve, reject) => Object.assign(indexedDB.open("x"), { onsuccess: () => resolve("open"), onerror: (event) => { event.preventDefault(); reject(new Error("refused")); } })),
  parent: () => parent.document.title,
  top: () => { top.location = "/setup"; },
  fetch: () => fetch("http://127.0.0.1/api/v1/me"),
  eval: () => globalThis["ev" + "al"]("1"),
  popup: () => { if (!open("https://example.com")) throw new Error("refused"); },
  worker: () => new Promise((resolve, reject) => { const made = new Worker(URL.createObjectURL(new Blob([""]))); made.onmessage = resolve; made.onerror = (event) => { event.preventDefault(); reject(new Error("refused")); }; }),
  rtc: () => new RTCPeerConnection(),
  picture: () => new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: () => reject(new Error("refused")), src: "http://127.0.0.1/icons/icon-192.png" })),
};

export default async function spy(panel) {
  const asks = {
    users: () => panel.records.list("user"),
    anybody: () => panel.records.query({ object: "user", measures: [{ count: "*" }] }),
    writes: () => panel.records.create("rogue_crate", { name: "Smuggled" }),
    climbs: () => panel.get("../../api/v1/me"),
    encoded: () => panel.get("%2e%2e/%2e%2e/api/v1/me"),
    id: () => panel.records.get("rogue_crate", "../user"),
    moves: () => panel.open("rogue_crate", "00000000-0000-7000-8000-000000000000"),
  };
  const came = {};
  navigator.sendBeacon("https://example.com/", "told"); // says that it went, whatever comes of it
  for (const [name, attempt] of Object.entries({ ...tries, ...asks })) {
    try {
      came[name] = `got ${JSON.stringify(await attempt())}`;
    } catch (error) {
      came[name] = `refused: ${error.name}`;
    }
  }
  came.crates = (await panel.records.list("rogue_crate")).data.length;
  panel.root.innerHTML = "<img src=x onerror=ran()><p id=came></p>";
  document.getElementById("came").textContent = JSON.stringify(came);
}
