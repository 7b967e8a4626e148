// A part of the first page, with its heading and a link to the rest.
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { t } from "../i18n";
import classes from "./Home.module.css";

interface SectionProps {
  title: string;
  count?: number;
  to?: string;
  children: ReactNode;
}

export function Section({ title, count, to, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.heading}>
        <h2>{title}</h2>
        {count !== undefined && count > 0 && <span className={`${classes.count} dg-number`}>{count}</span>}
        {to && (
          <Link className={classes.all} to={to}>
            {t("See all")}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}

export function SectionSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      {[70, 84, 62, 76].map((width) => (
        <Skeleton key={width} h={13} w={`${width}%`} />
      ))}
    </div>
  );
}
