// Asks for what the page will ask first while its code is still on the way: who is here, the catalogue, and what the page at
// this address began with the last time. It stands in a file of its own, which is a kilobyte, and runs before everything else.
const MEMORY = "dougong:first";
const MOST = 30;
/** So long, in milliseconds, an answer that came early is as good as one that is asked for now. */
const FRESH = 5000;

const begun = new Map<string, Promise<Response>>();

const here = (): string => location.pathname + location.search;

function memory(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(MEMORY) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function begin(url: string): void {
  const answer = fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
  answer.catch(() => undefined); // whoever takes it hears of it
  begun.set(url, answer);
}

/** The answer to a question that was asked early; it is given once. */
export function takeEarly(url: string): Promise<Response> | undefined {
  const answer = begun.get(url);
  begun.delete(url);
  return answer;
}

/** This is what the page at this address begins with: the next time it is asked for at once. */
export function rememberFirst(url: string): void {
  const { [here()]: known, ...others } = memory();
  if (known === url) return;
  try {
    localStorage.setItem(MEMORY, JSON.stringify(Object.fromEntries([...Object.entries(others), [here(), url]].slice(-MOST))));
  } catch {
    // A device without room asks when it is time.
  }
}

export function forgetFirst(): void {
  localStorage.removeItem(MEMORY);
}

const first = memory()[here()];
for (const url of ["/api/v1/me", "/api/v1/ui", ...(first?.startsWith("/api/v1/") ? [first] : [])]) begin(url);
setTimeout(() => begun.clear(), FRESH);
