// The change that waits for its approval: field by field, as it is and as it would be.
import { useObject } from "../api/client";
import { Value } from "../fields/display";
import { t } from "../i18n";
import type { Process } from "./data";
import classes from "./processes.module.css";

const ABOUT = { create: () => t("To be made, once it is approved"), update: () => t("To be changed, once it is approved"), delete: () => t("To be deleted, once it is approved") };

export function Proposal({ process }: { process: Process }) {
  const object = useObject(process.record?.object ?? "");
  const { proposal } = process;
  if (!proposal) return null;
  const shown = (name: string, value: unknown) => (object?.fields[name] ? <Value field={object.fields[name]} value={value} full /> : String(value ?? ""));
  return (
    <section className={classes.proposal} aria-label={ABOUT[proposal.action]()}>
      <div className={classes.by}>{ABOUT[proposal.action]()}</div>
      <dl>
        {proposal.fields.map(({ field, label, was, to }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{proposal.action === "update" && was !== null && was !== undefined && <><del>{shown(field, was)}</del> <span aria-hidden>→</span> </>}<ins>{to === null ? "–" : shown(field, to)}</ins></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
