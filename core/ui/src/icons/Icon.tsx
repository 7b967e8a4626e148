// Draws an icon that metadata names: "building".
import type { CSSProperties } from "react";
import { useDrawing } from "./icons";

export { useIcons } from "./icons";

export interface IconProps {
  name?: string | null;
  size?: number;
  stroke?: number;
  className?: string;
  style?: CSSProperties;
}

const FALLBACK = "box";

/** Unknown names are drawn as a plain box, so a definition can never break a page. */
export function Icon({ name, size = 16, stroke = 1.75, className, style }: IconProps) {
  const fallback = useDrawing(FALLBACK);
  const nodes = useDrawing(name || FALLBACK) ?? fallback ?? [];
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
