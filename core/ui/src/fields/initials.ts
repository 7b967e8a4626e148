// The one or two letters that stand for a person: Anna Nowak -> AN, 王小明 -> 小明, or 明 where there is little room.
const HAN = /\p{Script=Han}/u;

export function initials(name: string, narrow = false): string {
  const text = name.trim();
  if (HAN.test(text)) return [...text.replace(/\s+/g, "")].slice(narrow ? -1 : -2).join("");
  const words = text.split(/[\s@._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
