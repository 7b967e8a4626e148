// Remembers the list a record was opened from, so that J and K walk through it.
const MOST = 1000;

interface Walk {
  ids: string[];
  back: string; // the address of the list
}
export interface Neighbours {
  previous: string | null;
  next: string | null;
  position: number; // from 1; 0 where the record isn't in the list
  back: string | null;
}

const keyOf = (object: string): string => `dougong:walk:${object}`;

export function rememberWalk(object: string, ids: string[], back: string): void {
  sessionStorage.setItem(keyOf(object), JSON.stringify({ ids: ids.slice(0, MOST), back } satisfies Walk));
}

function recall(object: string): Walk | null {
  const text = sessionStorage.getItem(keyOf(object));
  return text ? (JSON.parse(text) as Walk) : null;
}

export function neighbours(object: string, id: string): Neighbours {
  const walk = recall(object);
  const at = walk?.ids.indexOf(id) ?? -1;
  if (!walk || at < 0) return { previous: null, next: null, position: 0, back: walk?.back ?? null };
  return { previous: walk.ids[at - 1] ?? null, next: walk.ids[at + 1] ?? null, position: at + 1, back: walk.back };
}
