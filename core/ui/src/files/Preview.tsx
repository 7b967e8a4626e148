// What is in a file, without anything of it being run: a picture, a PDF in the browser's own viewer, or the words.
import { Button, Skeleton, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getText, urlOf } from "../api/client";
import { problemText } from "../app/problem";
import { t } from "../i18n";
import classes from "./files.module.css";
import { fileKind, type ShownFile } from "./show";

export const previewUrl = (id: string): string => urlOf(`/files/${id}/preview`);
export const downloadUrl = (id: string): string => urlOf(`/files/${id}`);

function Words({ file }: { file: ShownFile }) {
  const asked = useQuery({ queryKey: ["file", file.id, "preview"], queryFn: () => getText(`/files/${file.id}/preview`), staleTime: Infinity, retry: false });
  if (asked.isPending) return [70, 90, 60].map((width) => <Skeleton key={width} h={14} m={16} w={`${width}%`} />);
  if (asked.error) return <Without file={file} why={problemText(asked.error)} />;
  if (!asked.data.trim()) return <Without file={file} why={t("There are no words in this file.")} />;
  return <pre className={classes.words} tabIndex={0}>{asked.data}</pre>;
}

function Without({ file, why }: { file: ShownFile; why: string }) {
  return (
    <div className={classes.without}>
      <Text size="sm" c="dimmed">{why}</Text>
      <Button component="a" href={downloadUrl(file.id)} download={file.name} variant="default" leftSection={<IconDownload size={15} aria-hidden />}>{t("Download")}</Button>
    </div>
  );
}

export function Preview({ file }: { file: ShownFile }) {
  const kind = fileKind(file.name);
  if (kind === "image") return <div className={classes.picture}><img src={previewUrl(file.id)} alt={file.name} /></div>;
  if (kind === "pdf") return <iframe className={classes.frame} src={`${previewUrl(file.id)}#view=FitH&navpanes=0`} title={file.name} />;
  return <Words key={file.id} file={file} />;
}
