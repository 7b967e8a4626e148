// The line of a group: its name, how many records it has, its figures; a click folds it.
import { Button, Loader, UnstyledButton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { CustomCellRendererProps } from "ag-grid-react";
import { useEffect } from "react";
import { solid } from "../../fields/colors";
import { locale, t } from "../../i18n";
import { figureLabel, figureValue } from "../figures";
import type { Group, Line } from "../grouped";
import { useFigureText } from "../useFigureText";
import { useGrid } from "./context";
import classes from "./GroupRow.module.css";

function Head({ of }: { of: Group }) {
  const { figures, grouped } = useGrid();
  const text = useFigureText();
  const Arrow = of.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <UnstyledButton className={classes.head} tabIndex={-1} aria-expanded={of.isOpen} onClick={() => grouped?.toggle(of.key)}>
      <Arrow size={15} />
      {of.color && <i style={{ background: solid(of.color) }} />}
      <b className="dg-ellipsis">{of.label}</b>
      <span className="dg-number">{new Intl.NumberFormat(locale()).format(of.count)}</span>
      {figures.map((figure) => {
        const value = figureValue(of.row, figure);
        return value === null ? null : (
          <span key={figure.text} className={`${classes.figure} dg-number`}>
            <small>{figureLabel(figure)}</small> {text(figure, value).full}
          </span>
        );
      })}
    </UnstyledButton>
  );
}

/** Stands where records will be, as high as they are; being seen asks for them. */
function Loading({ of }: { of: Group }) {
  const { grouped } = useGrid();
  const { ref, entry } = useIntersection({ rootMargin: "200px" });
  const want = grouped?.want;
  const isSeen = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isSeen) want?.(of.key);
  }, [isSeen, want, of.key]);
  return (
    <div ref={ref} className={classes.rest}>
      <Loader size="xs" />
    </div>
  );
}

function More({ of }: { of: Group }) {
  const { grouped } = useGrid();
  return (
    <div className={classes.rest}>
      <Button variant="subtle" size="compact-xs" onClick={() => grouped?.want(of.key)}>
        {t("Show more")}
      </Button>
    </div>
  );
}

export function GroupRow({ data }: CustomCellRendererProps<Line>) {
  if (!data?.group) return null;
  const { kind, of } = data.group;
  const Part = { head: Head, loading: Loading, more: More }[kind];
  return <div role="gridcell" className={classes.line}><Part of={of} /></div>;
}
