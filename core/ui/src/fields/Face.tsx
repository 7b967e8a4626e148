// A person or a record as a small round sign with initials.
import { colorOf, tinted } from "./colors";
import classes from "./fields.module.css";
import { initials } from "./initials";

export function Face({ name, size = 18, square }: { name: string; size?: number; square?: boolean }) {
  const look = { ...tinted(colorOf(name)), width: size, height: size, fontSize: Math.max(8, Math.round(size * 0.42)), borderRadius: square ? Math.round(size / 4) : size };
  return <span className={classes.face} style={look} aria-hidden>{initials(name, size < 28)}</span>;
}
