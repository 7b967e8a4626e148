// How a panel is to look: the page's scheme and colours, under names that panels may rely on.
const VARIABLES: Record<string, string> = {
  "--text": "--mantine-color-text",
  "--dimmed": "--mantine-color-dimmed",
  "--faint": "--dg-faint",
  "--surface": "--dg-surface",
  "--raised": "--dg-raised",
  "--hover": "--dg-hover",
  "--line": "--dg-line",
  "--line-strong": "--dg-line-strong",
  "--accent": "--mantine-color-anchor",
  "--accent-filled": "--mantine-primary-color-filled",
  "--on-accent": "--mantine-primary-color-contrast",
  "--danger": "--dg-danger",
  "--warning": "--dg-warning",
  "--font": "--mantine-font-family",
};

export interface Look {
  theme: "light" | "dark";
  variables: Record<string, string>;
}

export function lookNow(theme: "light" | "dark"): Look {
  const computed = getComputedStyle(document.documentElement);
  return { theme, variables: Object.fromEntries(Object.entries(VARIABLES).map(([name, ours]) => [name, computed.getPropertyValue(ours).trim()])) };
}
