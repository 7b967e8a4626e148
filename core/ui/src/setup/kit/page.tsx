// The parts that all pages of the setup are made of: head, table, badge, empty state.
import { Badge, Skeleton, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Problem } from "../../app/ErrorBoundary";
import { t } from "../../i18n";
import { usePlugins } from "./meta";
import classes from "./page.module.css";

interface PageProps {
  title: string;
  about?: string;
  back?: { to: string; label: string };
  sign?: ReactNode;
  actions?: ReactNode;
  /** Takes all the width there is, for matrices. */
  wide?: boolean;
  children: ReactNode;
}

export function SetupPage({ title, about, back, sign, actions, wide, children }: PageProps) {
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      {back && <Link className={classes.back} to={back.to}>← {back.label}</Link>}
      <header className={classes.head}>
        {sign}
        <div className={classes.titles}>
          <h1 className={classes.title}>{title}</h1>
          {about && <p className={classes.about}>{about}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, about, actions, children }: { title: string; about?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {about && <p className={classes.about}>{about}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A table on a desk, cards on a phone. */
export function List({ label, heads, children }: { label: string; heads: string[]; children: ReactNode }) {
  return (
    <div className={classes.tableFrame}>
      <table className={classes.table} aria-label={label}>
        <thead><tr>{heads.map((head, place) => <th key={head || place} scope="col">{head}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <Text size="sm" c="dimmed">{children}</Text>
      {action}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Shows what was asked for once it is there. */
export function Loaded<T>({ asked, children }: { asked: Asked<T>; children: (data: T) => ReactNode }) {
  if (asked.data !== undefined) return children(asked.data);
  if (asked.error) return <Problem error={asked.error} retry={() => void asked.refetch()} />;
  return [60, 80, 70].map((width) => <Skeleton key={width} h={16} my={12} w={`${width}%`} />);
}

/** Who brought a definition: the tenant itself, the core, or a module. */
export function Source({ layer, owner }: { layer: string; owner: string }) {
  const plugins = usePlugins();
  const title = plugins.data?.find((plugin) => plugin.name === owner)?.title ?? owner;
  if (layer === "tenant") return <Badge size="sm" variant="light" color="grape" tt="none" fw={500}>{t("Own")}</Badge>;
  return <Badge size="sm" variant="light" color="gray" tt="none" fw={500}>{layer === "core" ? t("Core") : title}</Badge>;
}

export { classes as pageClasses };
