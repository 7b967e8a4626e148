// Draws an icon that metadata names ("building"): one lazily loaded set for all of them.
import { useSyncExternalStore } from "react";
import type { CSSProperties } from "react";

type Node = [tag: "path" | "circle" | "rect" | "line" | "polyline", attributes: Record<string, string>];
type Icons = Record<string, Node[]>;

const store: { icons: Icons | null; waiting: Set<() => void>; asked: boolean } = { icons: null, waiting: new Set(), asked: false };

async function load(): Promise<void> {
  store.asked = true;
  store.icons = (await import("virtual:tabler-icons")).default as Icons;
  store.waiting.forEach((tell) => tell());
}

function subscribe(tell: () => void): () => void {
  store.waiting.add(tell);
  if (!store.asked) void load();
  return () => store.waiting.delete(tell);
}

export const useIcons = (): Icons | null => useSyncExternalStore(subscribe, () => store.icons);

export interface IconProps {
  name?: string | null;
  size?: number;
  stroke?: number;
  className?: string;
  style?: CSSProperties;
}

/** Unknown names are drawn as a plain box, so a definition can never break a page. */
export function Icon({ name, size = 16, stroke = 1.75, className, style }: IconProps) {
  const icons = useIcons();
  const nodes = icons?.[name ?? "box"] ?? icons?.box ?? [];
  return (
    <svg
      className={className}
      style={style}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      {nodes.map(([Tag, attributes], index) => (
        <Tag key={index} {...attributes} />
      ))}
    </svg>
  );
}
