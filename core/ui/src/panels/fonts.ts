// The page's font for panels, handed over as bytes: a frame without an origin may fetch none, and the browser has these already.
import extended from "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url";
import latin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";

export interface FontBytes {
  bytes: ArrayBuffer;
  range: string;
}

const FILES = [
  { url: latin, range: "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215" },
  { url: extended, range: "U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+20A0-20AB, U+20AD-20C0" },
];

/** None where they can't be had: the system's font does then. */
export async function pageFonts(): Promise<FontBytes[]> {
  const read = async ({ url, range }: (typeof FILES)[number]) => ({ bytes: await (await fetch(url)).arrayBuffer(), range });
  return Promise.all(FILES.map(read)).catch(() => []);
}
