// The file that a record is about, as the layout names it: shown on the page itself.
import { IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, keys, urlOf } from "../api/client";
import type { RecordData } from "../api/types";
import classes from "../files/files.module.css";
import { FileLink } from "../files/FileLink";
import { Preview } from "../files/Preview";
import { t } from "../i18n";
import { useRecordPage } from "./RecordContext";

export default function FilePreview({ path }: { path: string }) {
  const { object, id, record } = useRecordPage();
  const fields = [path, `${path}.name`];
  const load = () => api.get<RecordData>(urlOf(`/records/${object.name}/${id}`, { fields: fields.join() }));
  const { data } = useQuery({ queryKey: [...keys.object(object.name), "preview", id, record.version], queryFn: load });
  const [file, name] = fields.map((field) => data?.[field]);
  if (typeof file !== "string" || typeof name !== "string") return null;
  return (
    <section className={classes.card} aria-label={t("Preview")}>
      <div className={classes.cardHead}><IconEye size={16} aria-hidden /><FileLink inherit file={{ id: file, name }}>{name}</FileLink></div>
      <div className={classes.cardBody}><Preview file={{ id: file, name }} /></div>
    </section>
  );
}
