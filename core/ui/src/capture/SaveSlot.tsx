// An action of a plugin that changes the record itself: asks for some of its fields, as far as the device doesn't give them.
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, keys, ProblemError } from "../api/client";
import type { UiField, UiObject, UiSlot } from "../api/types";
import { notice } from "../app/notices";
import type { Values } from "../fields/drafts";
import { Editor } from "../fields/editor";
import { formatMoment } from "../fields/format/date";
import { typeName } from "../fields/registry";
import { isBlank } from "../fields/shapes";
import { uploadFile } from "../fields/upload";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { connection } from "../offline/connection";
import classes from "./capture.module.css";
import { Photo } from "./Photo";
import { stamped } from "./photo";
import { Place, type Near } from "./Place";
import { useHere, type Here } from "./useHere";
import { nameOf } from "../record/data";
import { FormFrame } from "../record/FormFrame";
import { useRecordPage } from "../record/RecordContext";
import { slotAddress } from "../record/slotAddress";
import { useForm } from "../record/useForm";

interface Opened {
  message?: string;
  values?: Values;
  required?: string[];
  near?: Record<string, Near>;
}

/** What a slot's form begins with; where the plugin can't be reached it begins empty. */
function useOpened(slot: UiSlot, object: UiObject, id: string) {
  const path = slot.opens && slotAddress(slot.plugin, slot.opens, id);
  return useQuery({ queryKey: [...keys.record(object.name, id), "slot", slot.label], queryFn: () => api.get<Opened>(path ?? ""), enabled: Boolean(path), retry: false, staleTime: 5_000 });
}

const isUnseen = (field: UiField): boolean => Boolean(field.capture) && ["datetime", "integer"].includes(typeName(field));
const isPlace = (field: UiField): boolean => Boolean(field.capture) && typeName(field) === "geo";
const isPhoto = (field: UiField): boolean => Boolean(field.capture) && typeName(field) === "image";

/** What the device gives without being seen: its clock, and how exact the place is. */
function noted(fields: UiField[], here: Here | null): Values {
  const now = new Date().toISOString().replace(/\.\d+/, "");
  return Object.fromEntries(fields.filter(isUnseen).map((field) => [field.name, typeName(field) === "datetime" ? now : (here?.accuracy ?? null)]));
}

function useStamp(name: string): (photo: File, here: Here | null) => Promise<File> {
  const locale = useLocale();
  return (photo, here) => {
    const place = here ? [`${here.lat}, ${here.lng} ±${here.accuracy} m`] : [];
    return stamped(photo, [name, formatMoment(locale, new Date().toISOString()), ...place]);
  };
}

/** Without a connection the photo waits with the rest. */
async function sentOrKept(photo: File): Promise<unknown> {
  try {
    return connection.get().isLost ? photo : await uploadFile(photo);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 0) return photo;
    throw error;
  }
}

async function uploaded(values: Values, stamp: (photo: File) => Promise<File>): Promise<Values> {
  const sent = Object.entries(values).map(async ([name, value]) => [name, value instanceof File ? await sentOrKept(await stamp(value)) : value] as const);
  return Object.fromEntries(await Promise.all(sent));
}

export function SaveSlot({ slot, onClose }: { slot: UiSlot; onClose: () => void }) {
  const { object, id, record, save } = useRecordPage();
  const opened = useOpened(slot, object, id);
  const fields = (slot.saves ?? []).flatMap((name) => object.fields[name] ?? []).filter((field) => field.editable);
  const shown = fields.filter((field) => !isUnseen(field));
  const { search, look } = useHere(shown.some(isPlace));
  const here = search.state === "found" ? search.here : null;
  const stamp = useStamp(nameOf(object, record));
  const form = useForm(object, opened.data?.values ?? {}, async (values) => {
    const given = Object.fromEntries(Object.entries(await uploaded(values, (photo) => stamp(photo, here))).filter(([, value]) => !isBlank(value)));
    const places = Object.fromEntries(shown.filter((field) => isPlace(field) && here).map((field) => [field.name, { lat: here?.lat, lng: here?.lng }]));
    const refusal = await save({ ...slot.sets, ...noted(fields, here), ...places, ...given });
    if (refusal) throw new ProblemError({ status: 422, title: refusal.detail, detail: refusal.detail, errors: refusal.errors });
    if (!connection.get().isLost) notice(t("Done: {action}", { action: slot.label }));
    onClose();
  });
  const needs = (field: UiField) => field.required || Boolean(opened.data?.required?.includes(field.name));
  const input = (field: UiField) => {
    const common = { required: needs(field), error: form.errors[field.name] };
    if (isPlace(field)) return <Place search={search} look={look} near={opened.data?.near?.[field.name]} {...common} />;
    if (isPhoto(field)) return <Photo label={field.label} value={(form.values[field.name] as File | undefined) ?? null} onChange={(photo) => form.set(field.name, photo)} {...common} />;
    return <Editor object={object} field={field} label={field.label} value={form.values[field.name] ?? null} record={form.values} onChange={(value) => form.set(field.name, value)} {...common} />;
  };
  return (
    <FormFrame form={form} shown={shown.map((field) => field.name)} submitLabel={slot.label} onClose={onClose}>
      {opened.data?.message && <Text size="sm" mb="sm">{opened.data.message}</Text>}
      <div className={classes.fields}>
        {shown.map((field) => <div key={field.name} data-field={field.name}>{input(field)}</div>)}
        {shown.length === 0 && <Text size="sm">{t("{action}: go ahead?", { action: slot.label })}</Text>}
      </div>
    </FormFrame>
  );
}
