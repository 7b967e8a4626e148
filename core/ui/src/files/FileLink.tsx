// The name of a file: a click shows it beside the page, any other way of following the link downloads it.
import { Anchor, type AnchorProps } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { urlOf } from "../api/client";
import { showFile, type ShownFile } from "./show";

const isPlain = (event: MouseEvent): boolean => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

export function FileLink({ file, children, ...rest }: AnchorProps & { file: ShownFile; children: ReactNode }) {
  const onClick = (event: MouseEvent) => {
    event.stopPropagation();
    if (!isPlain(event)) return;
    event.preventDefault();
    showFile(file);
  };
  return <Anchor {...rest} href={urlOf(`/files/${file.id}`)} download={file.name} onClick={onClick}>{children}</Anchor>;
}
