// Which items fit what was typed, best first.
import type { Item } from "./items";

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ł", "l").toLowerCase();

/** 3 begins with, 2 a word begins with, 1 contains, 0 doesn't fit. */
function fit(text: string, words: string): number {
  const at = plain(text).indexOf(words);
  if (at === 0) return 3;
  if (at > 0) return /[\s·:(]/.test(plain(text)[at - 1] ?? "") ? 2 : 1;
  return 0;
}

export function fitting(items: Item[], typed: string): Item[] {
  const words = plain(typed.trim());
  if (!words) return items;
  const rated = items.map((item) => ({ item, rate: Math.max(fit(item.label, words), fit(item.detail ?? "", words) / 2) }));
  return rated.filter(({ rate }) => rate > 0).sort((a, b) => b.rate - a.rate).map(({ item }) => item);
}
