// The picture of a record, or the sign of its object on a colour of its own.
import { fileUrl } from "../fields/displays/media";
import { colorOf, tinted } from "../fields/colors";
import { idOf } from "../fields/shapes";
import type { UiObject } from "../api/types";
import { Icon } from "../icons/Icon";
import classes from "./Gallery.module.css";

export function Picture({ object, value, name }: { object: UiObject; value: unknown; name: string }) {
  const id = idOf(value);
  if (id) return <img className={classes.picture} src={fileUrl(id)} alt="" loading="lazy" />;
  return (
    <span className={classes.blank} style={tinted(colorOf(name))} aria-hidden>
      <Icon name={object.icon} size={34} stroke={1.4} />
    </span>
  );
}
