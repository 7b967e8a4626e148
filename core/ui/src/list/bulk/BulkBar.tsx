// What can be done with the selected records.
import { Button, CloseButton, Progress } from "@mantine/core";
import { IconBolt, IconDownload, IconPencil, IconTrash, IconUserShare } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { useTotal } from "../data";
import { exportUrl } from "../ExportItem";
import type { FormProps } from "../form";
import classes from "./BulkBar.module.css";
import { askBulkEdit } from "./EditDialog";
import { stopJob } from "./jobs";
import { useBulk, type Watch } from "./useBulk";

/** More ids than this don't fit into an address. */
const MOST_IN_ADDRESS = 200;

function Count({ selection, listing }: FormProps) {
  const total = useTotal(listing);
  const count = selection.all ? (total ?? selection.ids.length) : selection.ids.length;
  const isMore = !selection.all && total !== undefined && total > selection.ids.length;
  return (
    <>
      <span className={classes.count}>{t("{n} selected", { n: count })}</span>
      {isMore && (
        <Button variant="subtle" size="compact-xs" onClick={selection.selectAll}>
          {t("Select all {n}", { n: total })}
        </Button>
      )}
    </>
  );
}

function Actions({ watch, ...props }: FormProps & { watch: Watch }) {
  const { state, listing, selection } = props;
  const { object } = state;
  const bulk = useBulk(props, watch);
  const owner = object.fields.owner_id;
  const chosen = `id IN (${selection.ids.map((id) => `"${id}"`).join(", ")})`;
  const canExport = selection.all || selection.ids.length <= MOST_IN_ADDRESS;
  return (
    <>
      {object.rights.edit && (
        <Button variant="default" size="compact-sm" leftSection={<IconPencil size={14} />} onClick={() => askBulkEdit(object, bulk.update)}>
          {t("Edit a field")}
        </Button>
      )}
      {object.rights.edit && owner?.editable && (
        <Button variant="default" size="compact-sm" leftSection={<IconUserShare size={14} />} onClick={() => askBulkEdit(object, bulk.update, owner)}>
          {t("Assign")}
        </Button>
      )}
      {!selection.all && object.buttons?.map((one) => (
        <Button key={one.name} variant="default" size="compact-sm" leftSection={<IconBolt size={14} />} onClick={() => void bulk.begin(one)}>
          {one.label}
        </Button>
      ))}
      {canExport && (
        <Button component="a" download href={exportUrl(listing, selection.all ? {} : { filter: chosen })} variant="default" size="compact-sm" leftSection={<IconDownload size={14} />}>
          {t("Export")}
        </Button>
      )}
      {object.rights.delete && (
        <Button variant="default" c="red" size="compact-sm" leftSection={<IconTrash size={14} />} onClick={() => void bulk.remove()}>
          {t("Delete")}
        </Button>
      )}
    </>
  );
}

export function BulkBar(props: FormProps) {
  const { selection } = props;
  const [share, setShare] = useState<number | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const watch = useMemo<Watch>(() => ({ progress: setShare, job: setJob }), []);
  if (selection.ids.length === 0) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("Tools for the selected records")}>
      <Count {...props} />
      <span className={classes.line} />
      {job ? (
        <Button variant="default" size="compact-sm" onClick={() => void stopJob(job).catch(noticeProblem)}>
          {t("Stop")}
        </Button>
      ) : (
        <Actions {...props} watch={watch} />
      )}
      <CloseButton className={classes.clear} size="sm" aria-label={t("Clear the selection")} onClick={selection.clear} />
      {share !== null && <Progress className={classes.progress} size="xs" value={share * 100} aria-label={t("Progress")} animated />}
    </div>
  );
}
