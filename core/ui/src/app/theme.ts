// The look: small type, calm greys, azurite for what acts, cinnabar for the mark.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const azurite: MantineColorsTuple = [
  "#eef3fc", "#dfe8f8", "#bdcfef", "#98b4e5", "#789dda", "#5c86cf", "#446fbd", "#325ba8", "#284a8c", "#1d3769",
];
const gray: MantineColorsTuple = [
  "#fafafa", "#f4f4f5", "#ececee", "#e0e0e4", "#cdcdd3", "#a3a3ad", "#6b6b76", "#4d4d57", "#333339", "#1d1d21",
];
const dark: MantineColorsTuple = [
  "#d8d8dd", "#b4b4bd", "#92929d", "#6a6a75", "#3a3a42", "#2e2e35", "#232329", "#18181c", "#131316", "#0d0d0f",
];

export const theme = createTheme({
  primaryColor: "azurite",
  primaryShade: { light: 7, dark: 6 },
  colors: { azurite, gray, dark },
  fontFamily: '"Inter Variable", -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", Menlo, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.5" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.125rem" }, h3: { fontSize: "0.9375rem" } } },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Button: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, events: { hover: true, focus: true, touch: false } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: "md", radius: "md", offset: 4, transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: "md", radius: "md", offset: 4, transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.38 }, radius: "lg", transitionProps: { duration: 100 } } },
    Skeleton: { defaultProps: { radius: "sm" } },
  },
});

/** How much black the ink on pale grounds needs, in percent, so that it stands out 4.5 to 1 (WCAG 1.4.3). */
const INK: Record<string, number> = { red: 5, teal: 8, green: 14, orange: 17, lime: 21, yellow: 30 };
const inks = Object.fromEntries(Object.entries(INK).map(([color, black]) => [`--mantine-color-${color}-light-color`, `color-mix(in srgb, var(--mantine-color-${color}-9), black ${black}%)`]));

/** Variables of our own, beside Mantine's: surfaces and lines in both schemes. */
export const cssVariables: CSSVariablesResolver = (chosen) => ({
  variables: {},
  light: {
    ...inks,
    "--mantine-color-dimmed": "#62626c",
    "--mantine-color-default-border": chosen.colors.gray[3],
    "--dg-canvas": "#f7f7f8",
    "--dg-surface": "#ffffff",
    "--dg-raised": "#ffffff",
    "--dg-hover": "rgba(20, 20, 40, 0.045)",
    "--dg-active": "rgba(20, 20, 40, 0.075)",
    "--dg-line": "#e7e7ea",
    "--dg-line-strong": "#d6d6db",
    "--dg-selected": azurite[0],
    "--dg-faint": "#65656f",
    "--dg-danger": "#c92a2a",
    "--dg-warning": "#a34400",
  },
  dark: {
    "--mantine-color-dimmed": "#9a9aa5",
    "--mantine-color-default-border": "#34343b",
    "--dg-canvas": "#131316",
    "--dg-surface": "#18181c",
    "--dg-raised": "#1f1f24",
    "--dg-hover": "rgba(255, 255, 255, 0.05)",
    "--dg-active": "rgba(255, 255, 255, 0.085)",
    "--dg-line": "#29292f",
    "--dg-line-strong": "#3a3a42",
    "--dg-selected": "#1c2739",
    "--dg-faint": "#96969f",
    "--dg-danger": "#ff8787",
    "--dg-warning": "#ffa94d",
  },
});

/** The nonce of this answer: Vite's <meta property="csp-nonce"> carries it. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
