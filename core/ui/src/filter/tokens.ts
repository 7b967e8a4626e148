// The words and signs of an expression.
export interface Token {
  kind: "text" | "number" | "word" | "sign";
  value: string;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|<>|!=|[=<>(),-]))/y;
const MEANINGS: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

function unquoted(token: string): string {
  const mark = token[0] ?? "";
  return token.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)|""|''/gs, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return whole[0] === mark ? mark : whole;
    return escaped.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (MEANINGS[escaped] ?? escaped);
  });
}

function tokenOf([, text, number, word, sign]: RegExpExecArray): Token {
  if (text !== undefined) return { kind: "text", value: unquoted(text) };
  if (number !== undefined) return { kind: "number", value: number };
  return word !== undefined ? { kind: "word", value: word } : { kind: "sign", value: sign ?? "" };
}

/** Null where a sign stands that picking knows nothing of. */
export function tokensOf(expression: string): Token[] | null {
  const text = expression.trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) return null;
    tokens.push(tokenOf(found));
  }
  return tokens;
}
