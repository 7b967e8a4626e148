// What the bell holds: the latest notifications, each leading to its record.
import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { useCatalogue } from "../api/client";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { useNamed } from "../fields/useNamed";
import { t } from "../i18n";
import classes from "./Bell.module.css";
import { useLatest, useMarkRead, type Notification } from "./data";
import { placeOf, sentenceOf, signOf } from "./text";

function Line({ one, about, open }: { one: Notification; about: { object: string; id: string }; open: () => void }) {
  const locale = useLocale();
  const { name } = useNamed(about.object, about.id);
  const Sign = signOf(one.kind);
  return (
    <li>
      <Link className={classes.line} to={placeOf(one.kind, about)} data-unread={!one.read_at || undefined} onClick={open}>
        <Sign className={classes.sign} size={16} stroke={1.75} aria-hidden />
        <span>
          <b>{sentenceOf(one.kind, { who: one.caused_by?.name ?? "Dougong", name, message: one.message ?? "" })}</b>
          {one.times > 1 && ` ×${one.times}`}
          <time className={classes.when} dateTime={one.updated_at}>
            {formatWhen(locale, one.updated_at)}
          </time>
        </span>
      </Link>
    </li>
  );
}

export default function Lines({ close }: { close: () => void }) {
  const { objects } = useCatalogue();
  const { data, isLoading } = useLatest(true);
  const mark = useMarkRead();
  if (isLoading) return <Skeleton h={90} />;
  const shown = (data?.data ?? []).flatMap((one) => (one.about && objects[one.about.object] ? [{ one, about: one.about }] : []));
  if (!shown.length) return <p className={classes.none}>{t("Nothing new. What concerns you will be told here.")}</p>;
  const open = (one: Notification) => {
    close();
    if (!one.read_at) void mark([one.id]);
  };
  return (
    <ul className={classes.list}>
      {shown.map(({ one, about }) => (
        <Line key={one.id} one={one} about={about} open={() => open(one)} />
      ))}
    </ul>
  );
}
