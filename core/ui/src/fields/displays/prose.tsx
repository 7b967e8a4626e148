// Text of several lines, plain and formatted.
import { Typography } from "@mantine/core";
import classes from "../fields.module.css";
import { plain, withoutTags } from "../text";
import type { ValueProps } from "../types";

export function LongTextValue({ value, full }: ValueProps) {
  return <span className={full ? classes.prose : undefined}>{plain(value)}</span>;
}

/** The server sanitises formatted text when it is saved, and the page's policy runs no script in it. */
export function RichTextValue({ value, full }: ValueProps) {
  if (!full) return <span>{withoutTags(value)}</span>;
  return <Typography className={classes.rich} dangerouslySetInnerHTML={{ __html: plain(value) }} />;
}
