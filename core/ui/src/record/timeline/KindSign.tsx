// The round sign of a kind of activity.
import type { UiOption } from "../../api/types";
import { tinted } from "../../fields/colors";
import { Icon } from "../../icons/Icon";
import { kindIcon } from "./kinds";
import classes from "./Timeline.module.css";

export function KindSign({ kind }: { kind: UiOption | undefined }) {
  return <span className={classes.sign} style={tinted(kind?.color)} title={kind?.label}><Icon name={kindIcon(kind)} size={14} /></span>;
}
