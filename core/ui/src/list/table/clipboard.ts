// Blocks of cells as spreadsheets put them on the clipboard: tabs between cells, lines between rows.
export type Texts = string[][];

const needsQuotes = /["\t\n\r]/;

export const writeBlock = (rows: Texts): string =>
  rows.map((row) => row.map((text) => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\n");

/** A cell that begins with a quote ends with one, and may hold lines. */
const CELL = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;

export function readBlock(text: string): Texts {
  const rows: Texts = [[]];
  CELL.lastIndex = 0;
  const whole = text.replace(/(\r\n|\n|\r)$/, "");
  for (;;) {
    const found = CELL.exec(whole);
    if (!found) return rows;
    const [, cell = "", end = ""] = found;
    rows.at(-1)?.push(cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "") return rows;
    if (end !== "\t") rows.push([]);
  }
}

/** One value fills the whole block; else the texts are repeated while they fit evenly, as spreadsheets do. */
export function spread<T>(rows: T[][], height: number, width: number): T[][] {
  const [high, wide] = [rows.length, rows[0]?.length ?? 0];
  if (!high || !wide) return [];
  const tall = height % high === 0 ? Math.max(height, high) : high;
  const broad = width % wide === 0 ? Math.max(width, wide) : wide;
  return Array.from({ length: tall }, (_, row) => Array.from({ length: broad }, (__, column) => (rows[row % high] as T[])[column % wide] as T));
}
