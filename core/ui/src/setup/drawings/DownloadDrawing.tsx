// The way out for a definition: a file of BPMN, for a decision table of DMN.
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { t } from "../../i18n";
import { drawingUrl, FORMATS } from "./data";

export function DownloadDrawing({ kind, name, label }: { kind: string; name: string; label: string }) {
  const format = FORMATS[kind] ?? "";
  return <Button component="a" size="compact-sm" variant="subtle" href={drawingUrl(kind, name)} download aria-label={t("Download {name} as {format}", { name: label, format })} leftSection={<IconDownload size={14} aria-hidden />}>{format}</Button>;
}
