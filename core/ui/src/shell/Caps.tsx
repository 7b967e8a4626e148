// The keys of a shortcut as caps.
import { capsOf } from "../app/shortcuts";
import classes from "./Caps.module.css";

export function Caps({ keys }: { keys: string }) {
  return (
    <span className={classes.caps} aria-hidden>
      {capsOf(keys).map((cap, at) => (
        <kbd key={at}>{cap}</kbd>
      ))}
    </span>
  );
}
