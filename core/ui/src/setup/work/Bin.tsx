// The recycle bin: what was deleted of an object, by whom and when, and the way back.
import { Button, Checkbox, Select } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { api, keys, useCatalogue, useRefreshObject } from "../../api/client";
import type { PageOf, RecordData, UiCatalogue, UiObject } from "../../api/types";
import { notice, noticeNews, noticeProblem } from "../../app/notices";
import { formatWhen } from "../../fields/format/date";
import { isNamed } from "../../fields/shapes";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { nameOf, restoreRecord } from "../../record/data";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";

const PAGE = 50;

/** Those of the menu first, in its order, then the rest by name. */
function offered({ objects, menu }: UiCatalogue): UiObject[] {
  const first = menu.flatMap((group) => group.items).flatMap((name) => objects[name] ?? []);
  const rest = Object.values(objects).filter((object) => !first.includes(object));
  return [...new Set([...first, ...rest.sort((one, other) => one.plural.localeCompare(other.plural))])].filter((object) => object.rights.read);
}

/** Deleting is the last change of a record, so who changed it last has deleted it. */
function useDeleted(object: UiObject) {
  const fields = ["id", object.name_field, "updated_at", "updated_by"].filter((name) => name === "id" || object.fields[name]);
  const query = { deleted: "true", sort: object.fields.updated_at ? "-updated_at" : undefined, fields: fields.join(","), expand: object.fields.updated_by && "updated_by", limit: PAGE };
  return useInfiniteQuery({
    queryKey: [...keys.object(object.name), "bin"],
    queryFn: ({ pageParam, signal }) => api.get<PageOf<RecordData>>(`/records/${object.name}`, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

function useRestore(object: UiObject): (records: RecordData[]) => Promise<void> {
  const refresh = useRefreshObject();
  const navigate = useNavigate();
  return async (records) => {
    const back: RecordData[] = [];
    for (const record of records) {
      try {
        await restoreRecord(object.name, record.id);
        back.push(record);
      } catch (error) {
        noticeProblem(error);
      }
    }
    await refresh(object.name);
    const [only] = back;
    if (only && back.length === 1) noticeNews(t("{name} is back", { name: nameOf(object, only) }), () => navigate(`/o/${object.name}/${only.id}`));
    else if (only) notice(t("{count} records are back", { count: back.length }));
  };
}

function Deleted({ object }: { object: UiObject }) {
  const locale = useLocale();
  const deleted = useDeleted(object);
  const restore = useRestore(object);
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const records = deleted.data?.pages.flatMap((page) => page.data);
  const toggle = (id: string) => setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  const bring = async (these: RecordData[]) => {
    setBusy(true);
    await restore(these);
    setChosen([]);
    setBusy(false);
  };
  const may = object.rights.delete;
  return (
    <Loaded asked={{ ...deleted, data: records }}>
      {(all) => all.length ? (
        <>
          {may && (
            <div className={classes.toolbar}>
              <Button variant="default" size="xs" onClick={() => setChosen(chosen.length === all.length ? [] : all.map((record) => record.id))}>
                {chosen.length === all.length ? t("Choose none") : t("Choose all")}
              </Button>
              <Button size="xs" leftSection={<IconArrowBackUp size={14} aria-hidden />} disabled={!chosen.length} loading={busy} onClick={() => void bring(all.filter((record) => chosen.includes(record.id)))}>
                {t("Restore {count} chosen", { count: chosen.length })}
              </Button>
            </div>
          )}
          <List label={t("Recycle bin")} heads={[object.label, t("Deleted"), t("By"), ""]}>
            {all.map((record) => {
              const name = nameOf(object, record);
              return (
                <tr key={record.id}>
                  <td><span className={classes.nameCell}>{may && <Checkbox size="xs" aria-label={t("Choose {name}", { name })} checked={chosen.includes(record.id)} onChange={() => toggle(record.id)} />}{name}</span></td>
                  <td>{typeof record.updated_at === "string" && formatWhen(locale, record.updated_at)}</td>
                  <td>{isNamed(record.updated_by) && record.updated_by.name}</td>
                  <td>{may && <Button variant="subtle" size="compact-xs" aria-label={t("Restore {name}", { name })} disabled={busy} onClick={() => void bring([record])}>{t("Restore")}</Button>}</td>
                </tr>
              );
            })}
          </List>
          {deleted.hasNextPage && <Button mt="md" variant="default" size="xs" loading={deleted.isFetchingNextPage} onClick={() => void deleted.fetchNextPage()}>{t("Show more")}</Button>}
        </>
      ) : <Empty>{t("Nothing of this kind has been deleted. What you delete waits here, with all that belonged to it, until somebody who may delete brings it back.")}</Empty>}
    </Loaded>
  );
}

export default function Bin() {
  const objects = offered(useCatalogue());
  const [params, setParams] = useSearchParams();
  const object = objects.find(({ name }) => name === params.get("object")) ?? objects[0];
  return (
    <SetupPage title={t("Recycle bin")} about={t("What was deleted, as far as you may see it. Restoring brings a record back as it was, with what was deleted along with it.")}>
      {object && (
        <>
          <Select mb="md" maw={320} label={t("Deleted of")} searchable allowDeselect={false} data={objects.map(({ name, plural }) => ({ value: name, label: plural }))} value={object.name} onChange={(name) => name && setParams({ object: name }, { replace: true })} />
          <Deleted key={object.name} object={object} />
        </>
      )}
    </SetupPage>
  );
}
