// Colours of options, tags and faces: names of the theme, or any CSS colour that a definition gives.
const THEME = new Set(["dark", "gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime", "yellow", "orange"]);
const ALIASES: Record<string, string> = { grey: "gray", purple: "grape", amber: "yellow", black: "dark" };

export const OPTION_COLORS = ["gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime", "yellow", "orange"];

function themed(color: string): string | undefined {
  const name = ALIASES[color] ?? color;
  return THEME.has(name) ? name : undefined;
}

/** A colour that reads as a dot or a bar on either scheme. */
export function solid(color: string | undefined | null): string {
  if (!color) return "var(--mantine-color-gray-5)";
  const name = themed(color);
  return name ? `var(--mantine-color-${name}-6)` : color;
}

/** A pale ground and the ink that stands on it. */
export function tinted(color: string | undefined | null): { background: string; color: string } {
  const name = themed(color ?? "gray");
  if (name) return { background: `var(--mantine-color-${name}-light)`, color: `var(--mantine-color-${name}-light-color)` };
  return { background: `color-mix(in srgb, ${color} 14%, transparent)`, color: `color-mix(in srgb, ${color} 60%, var(--mantine-color-text))` };
}

/** Always the same colour for the same name. */
export function colorOf(name: string): string {
  const sum = [...name].reduce((total, sign) => (total * 31 + (sign.codePointAt(0) ?? 0)) >>> 0, 7);
  return OPTION_COLORS[1 + (sum % (OPTION_COLORS.length - 1))] ?? "blue";
}
