// A look at the chosen record beside the list; on a phone its page opens instead.
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { SidePanel } from "../record/SidePanel";
import { recordPath } from "../shell/places";
import classes from "./ListPage.module.css";
import type { ListState } from "./useListState";


export function PeekPanel({ state: { object, open, show } }: { state: ListState }) {
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const page = isPhone && open ? recordPath(object.name, open) : null;
  useEffect(() => {
    if (!page) return;
    show(null); // so that Back leads to the list, and not on to the record again
    void navigate(page);
  }, [page, navigate, show]);
  if (!open || isPhone) return null;
  return (
    <aside className={classes.peek} aria-label={t("Preview")}>
      <SidePanel key={open} object={object.name} id={open} onClose={() => show(null)} />
    </aside>
  );
}
