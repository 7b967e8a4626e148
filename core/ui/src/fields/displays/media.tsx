// Uploaded files and pictures.
import { IconPaperclip } from "@tabler/icons-react";
import { urlOf } from "../../api/client";
import { FileLink } from "../../files/FileLink";
import classes from "../fields.module.css";
import { idOf } from "../shapes";
import { name } from "../text";
import type { ValueProps } from "../types";

export const fileUrl = (id: string): string => urlOf(`/files/${id}`);

export function FileValue({ value }: ValueProps) {
  return (
    <FileLink inherit file={{ id: idOf(value) ?? "", name: name(value) }} className={classes.choice}>
      <IconPaperclip size={13} aria-hidden />
      <span className="dg-ellipsis">{name(value)}</span>
    </FileLink>
  );
}

export function ImageValue({ field, value, full }: ValueProps) {
  const size = full ? 88 : 22;
  return <img className={classes.image} src={fileUrl(idOf(value) ?? "")} alt={field.label} height={size} loading="lazy" />;
}
