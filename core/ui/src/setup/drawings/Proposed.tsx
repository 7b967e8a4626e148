// One definition that a file holds: what comes in, what doesn't, what is lacking here, and the document itself, to be changed.
import { Badge, Button, Checkbox, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { FieldProblem } from "../../api/types";
import { t } from "../../i18n";
import type { Document } from "../kit/meta";
import { pageClasses } from "../kit/page";
import type { Proposal } from "./data";
import classes from "./Drawings.module.css";

export const keyOf = ({ kind, name }: Proposal): string => `${kind} ${name}`;

export function Notes({ title, notes, bad }: { title: string; notes: FieldProblem[]; bad?: boolean }) {
  if (!notes.length) return null;
  return (
    <section className={classes.notes} data-bad={bad || undefined} aria-label={title}>
      <h4 className={classes.notesTitle}>{bad && <IconAlertTriangle size={14} aria-hidden />} {title}</h4>
      <ul>{notes.map(({ field, message }, place) => <li key={place}>{message} <code className={pageClasses.api}>{field}</code></li>)}</ul>
    </section>
  );
}

function Taken({ taken }: { taken: Proposal["taken"] }) {
  const steps = taken.filter(({ step }) => step);
  if (!steps.length) return null;
  return (
    <section className={classes.notes} aria-label={t("Has become a step")}>
      <h4 className={classes.notesTitle}>{t("Has become a step")}</h4>
      <ul className={classes.taken}>{steps.map(({ element, step }) => <li key={element}><code className={pageClasses.api}>{element}</code> → {step}</li>)}</ul>
    </section>
  );
}

/** An object of JSON, or null. */
function parsed(text: string): Document | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Document) : null;
  } catch {
    return null;
  }
}

function Mended({ document, mend }: { document: Document; mend: (document: Document) => void }) {
  const [text, setText] = useState(() => JSON.stringify(document, null, 2));
  const change = (next: string) => {
    setText(next);
    const found = parsed(next);
    if (found) mend(found);
  };
  return <Textarea label={t("The definition")} description={t("Change it here where it names what isn't there; it is looked through again before it is put in force.")} autosize minRows={4} maxRows={18} spellCheck={false} classNames={{ input: classes.code }} value={text} error={parsed(text) ? undefined : t("This isn't JSON any more")} onChange={(event) => change(event.currentTarget.value)} />;
}

interface ProposedProps {
  one: Proposal;
  kind: string;
  chosen: boolean;
  choose: (chosen: boolean) => void;
  document: Document;
  mend: (document: Document) => void;
}

export function Proposed({ one, kind, chosen, choose, document, mend }: ProposedProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className={classes.proposal} data-kind={one.kind}>
      <div className={classes.head}>
        <Checkbox checked={chosen} aria-label={t("Put in force: {name}", { name: one.label })} onChange={(event) => choose(event.currentTarget.checked)} />
        <div className={classes.words}>
          <span><b>{one.label}</b> <span className={classes.small}>{kind} · {one.name}</span></span>
          <span className={classes.counts}>
            <span>{t("{count} elements come in", { count: one.taken.length })}</span>
            {one.remarks.length > 0 && <span>{t("{count} remarks", { count: one.remarks.length })}</span>}
            {one.problems.length > 0 && <Badge size="sm" color="red.8" tt="none" fw={600}>{t("{count} problems", { count: one.problems.length })}</Badge>}
            {one.stands && <Badge size="sm" variant="light" color="orange.9" tt="none" fw={600}>{t("replaces the one that is here")}</Badge>}
          </span>
        </div>
        <Button size="compact-sm" variant="subtle" aria-expanded={open} aria-controls={id} rightSection={<IconChevronDown size={14} aria-hidden data-open={open || undefined} className={classes.chevron} />} onClick={() => setOpen(!open)}>{t("Look at it")}</Button>
      </div>
      <div id={id} className={classes.body} hidden={!open}>
        {open && (
          <>
            <Notes title={t("What keeps it from standing here")} notes={one.problems} bad />
            <Notes title={t("Isn't taken over, or not as it stood")} notes={one.remarks} />
            <Taken taken={one.taken} />
            <Mended document={document} mend={mend} />
          </>
        )}
      </div>
    </li>
  );
}
