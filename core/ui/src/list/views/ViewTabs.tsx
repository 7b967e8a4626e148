// The views of the object as tabs, and what to do with changes that aren't saved.
import { Button, UnstyledButton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { UiView } from "../../api/types";
import { notice, noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { FORMS } from "../forms";
import type { ListState } from "../useListState";
import { askForView } from "./SaveDialog";
import { saveView, saveViewAs } from "./saving";
import classes from "./ViewTabs.module.css";

function Tab({ view, isCurrent, choose }: { view: UiView; isCurrent: boolean; choose: () => void }) {
  const tab = useRef<HTMLButtonElement>(null);
  const Shown = FORMS[view.form].icon;
  useEffect(() => {
    if (!isCurrent) return undefined;
    const drawn = requestAnimationFrame(() => tab.current?.scrollIntoView({ block: "nearest", inline: "nearest" }));
    return () => cancelAnimationFrame(drawn);
  }, [isCurrent]);
  return (
    <UnstyledButton ref={tab} className={classes.tab} data-current={isCurrent || undefined} aria-current={isCurrent ? "page" : undefined} onClick={choose}>
      <Shown size={14} stroke={1.75} />
      <span>{view.label}</span>
      {view.locked && <IconLock size={11} aria-label={t("Locked")} />}
    </UnstyledButton>
  );
}

/** Offers the view under a new name, then shows it. */
export function askSaveAs({ object, view, choose }: ListState): void {
  askForView(t("Save as a new view"), view.label, async (label, audience) => {
    choose(await saveViewAs(object.name, view, label, audience));
    notice(t("View saved: {name}", { name: label }));
  });
}

function Unsaved({ state }: { state: ListState }) {
  const save = async () => {
    try {
      await saveView(state.view);
      state.discard();
      notice(t("View saved: {name}", { name: state.view.label }));
    } catch (error) {
      noticeProblem(error);
    }
  };
  return (
    <div className={classes.unsaved} role="group" aria-label={t("Unsaved changes")}>
      <span className={classes.hint}>{t("Unsaved changes")}</span>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={state.discard}>
        {t("Discard")}
      </Button>
      <Button variant="light" size="compact-xs" onClick={() => askSaveAs(state)}>
        {t("Save as…")}
      </Button>
      {state.base.mine && !state.base.locked && (
        <Button size="compact-xs" onClick={() => void save()}>
          {t("Save")}
        </Button>
      )}
    </div>
  );
}

export function ViewTabs({ state }: { state: ListState }) {
  const { views, base, choose, isChanged } = state;
  return (
    <div className={classes.bar}>
      <nav className={classes.tabs} aria-label={t("Views")}>
        {(views.length > 0 ? views : [base]).map((view) => (
          <Tab key={view.name} view={view} isCurrent={view.name === base.name} choose={() => choose(view.name)} />
        ))}
      </nav>
      {isChanged && <Unsaved state={state} />}
    </div>
  );
}
