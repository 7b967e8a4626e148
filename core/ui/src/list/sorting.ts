// The order of a list: "-close_date,name".
export interface Term {
  path: string;
  descending: boolean;
}

export function readSort(sort: string | undefined): Term[] {
  const words = (sort ?? "").split(",").map((word) => word.trim()).filter(Boolean);
  return words.map((word) => (word.startsWith("-") ? { path: word.slice(1), descending: true } : { path: word, descending: false }));
}

export const writeSort = (terms: Term[]): string => terms.map(({ path, descending }) => (descending ? `-${path}` : path)).join(",");

/** Ascending, then descending, then not at all; `beside` keeps the other terms. */
export function nextSort(sort: string | undefined, path: string, beside: boolean): string {
  const terms = readSort(sort);
  const current = terms.find((term) => term.path === path);
  const next = !current ? { path, descending: false } : current.descending ? null : { path, descending: true };
  if (!beside) return writeSort(next ? [next] : []);
  const others = terms.filter((term) => term.path !== path);
  return writeSort(next ? [...others, next] : others);
}
