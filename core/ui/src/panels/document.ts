// The document of a panel's frame. It is in a sandbox without an origin: no cookie, no storage, no way to the page or the server.
import css from "./frame.css?raw";
import frame from "./frame.js?raw";
import { styleNonce } from "../app/theme";

export const SANDBOX = "allow-scripts allow-forms"; // a form tells its panel that it was sent; `form-action` keeps it from going anywhere

/** Our page's own policy holds in there as well; this one takes the server and everything that is framed away. */
const policyOf = (nonce: string) =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data: blob:; base-uri 'none'; form-action 'none'`;

export function documentOf(theme: string): string {
  const nonce = styleNonce();
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyOf(nonce)}">`
    + `<meta name="color-scheme" content="${theme}"><meta name="viewport" content="width=device-width"><style nonce="${nonce}">${css}</style></head>`
    + `<body><main id="panel"></main><script nonce="${nonce}">${frame}</script></body></html>`;
}
