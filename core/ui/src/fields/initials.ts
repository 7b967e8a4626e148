// The one or two letters that stand for a person: 王小明 -> 小明, Anna Nowak -> AN.
const HAN = /\p{Script=Han}/u;

export function initials(name: string): string {
  const text = name.trim();
  if (HAN.test(text)) return [...text.replace(/\s+/g, "")].slice(-2).join("");
  const words = text.split(/[\s@._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
