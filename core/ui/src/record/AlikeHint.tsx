// Says while one types that this may be there already: above the buttons of the form, so that nothing moves under the hands.
import { useDebouncedValue } from "@mantine/hooks";
import { IconCopyCheck } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys } from "../api/client";
import type { Match, UiObject } from "../api/types";
import { wireOf, type Values } from "../fields/drafts";
import { isBlank } from "../fields/shapes";
import { t } from "../i18n";
import { MatchLines } from "./Duplicates";
import classes from "./form.module.css";

const PAUSE = 350;
const MOST = 3;

/** What was typed of that by which records are held against each other; "" while there is nothing of it. */
function typed(object: UiObject, values: Values): string {
  const known = (object.compared ?? []).flatMap((name) => object.fields[name] ?? []).filter((field) => !isBlank(values[field.name]));
  return known.length ? JSON.stringify(Object.fromEntries(known.map((field) => [field.name, wireOf(field, values[field.name])]))) : "";
}

function useAlike(object: UiObject, values: Values): Match[] {
  const now = useMemo(() => typed(object, values), [object, values]);
  const [settled] = useDebouncedValue(now, PAUSE);
  const { data } = useQuery({
    queryKey: [...keys.object(object.name), "alike", settled],
    queryFn: ({ signal }) => api.post<{ matches: Match[] }>(`/records/${object.name}/duplicates`, { values: JSON.parse(settled) as Values }, { signal, idempotencyKey: null }),
    enabled: settled !== "",
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
  return now && settled ? (data?.matches ?? []) : [];
}

const forbids = (match: Match): boolean => match.visible && match.action === "block";

function Said({ matches }: { matches: Match[] }) {
  const more = matches.length - MOST;
  return (
    <section className={classes.alike} aria-label={t("Records like this one")}>
      <IconCopyCheck size={16} aria-hidden />
      <div>
        <strong>{matches.some(forbids) ? t("This is here already, and may not be saved a second time:") : t("This may be here already:")}</strong>
        <MatchLines matches={matches.slice(0, MOST)} />
        {more > 0 && <span className={classes.likeWhy}>{t("and {count} more", { count: more })}</span>}
      </div>
    </section>
  );
}

export function AlikeHint({ object, values }: { object: UiObject; values: Values }) {
  const matches = useAlike(object, values);
  return <div role="status">{matches.length > 0 && <Said matches={matches} />}</div>;
}
