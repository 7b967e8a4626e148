// A file beside the page that it was opened from.
import { ActionIcon, Drawer, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { t } from "../i18n";
import classes from "./files.module.css";
import { downloadUrl, Preview } from "./Preview";
import { showFile, type ShownFile } from "./show";

function Title({ file }: { file: ShownFile }) {
  return (
    <>
      <bdi className={classes.title}>{file.name}</bdi>
      <Tooltip label={t("Download")}>
        <ActionIcon component="a" href={downloadUrl(file.id)} download={file.name} variant="subtle" color="gray" size={30} aria-label={t("Download {name}", { name: file.name })}><IconDownload size={17} aria-hidden /></ActionIcon>
      </Tooltip>
    </>
  );
}

export default function Viewer({ file }: { file: ShownFile }) {
  return (
    <Drawer opened onClose={() => showFile(null)} position="right" size={820} zIndex={400} padding={0} overlayProps={{ backgroundOpacity: 0.25 }} title={<Title file={file} />} aria-label={t("File: {name}", { name: file.name })} closeButtonProps={{ "aria-label": t("Close") }} classNames={{ content: classes.drawer, header: classes.head, title: classes.titleBox, body: classes.body }}>
      <Preview file={file} />
    </Drawer>
  );
}
