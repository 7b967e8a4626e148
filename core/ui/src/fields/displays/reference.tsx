// Other records: their names, leading to their pages.
import type { MouseEvent, ReactNode } from "react";
import { Link, useInRouterContext } from "react-router";
import { useCatalogue } from "../../api/client";
import type { Named, UiField } from "../../api/types";
import { Face } from "../Face";
import classes from "../fields.module.css";
import { isNamed, type Reference } from "../shapes";
import type { ValueProps } from "../types";
import { useNamed } from "../useNamed";

const stay = (event: MouseEvent) => event.stopPropagation();

function RecordLink({ object, id, children }: { object: string; id: string; children: ReactNode }) {
  const known = useCatalogue().objects[object];
  if (!useInRouterContext() || !known) return <span className="dg-ellipsis">{children}</span>;
  return <Link to={`/o/${object}/${id}`} className={classes.link} onClick={stay}>{children}</Link>;
}

function target(field: UiField): string {
  return typeof field.to === "string" ? field.to : (field.to?.[0] ?? "user");
}

interface OneProps {
  object: string;
  value: unknown;
}

function Asked({ object, value }: OneProps) {
  const { id, name } = useNamed(object, value);
  return <RecordLink object={object} id={id}>{name}</RecordLink>;
}

/** In lists nearly all names come along: those need no query of their own. */
const hasName = (value: unknown): value is Named => isNamed(value) && Boolean(value.name);

function One(props: OneProps) {
  const { object, value } = props;
  return hasName(value) ? <RecordLink object={object} id={value.id}>{value.name}</RecordLink> : <Asked {...props} />;
}

export function ReferenceValue(props: ValueProps) {
  const object = target(props.field);
  return object === "user" ? <UserValue {...props} /> : <One object={object} value={props.value} />;
}

export function AnyReferenceValue({ value }: ValueProps) {
  const { object, id, name } = value as Reference;
  return object ? <One object={object} value={name ? { id, name } : id} /> : <span>{name ?? id}</span>;
}

export function ManyReferencesValue({ field, value }: ValueProps) {
  const all = Array.isArray(value) ? value : [value];
  return (
    <span className={classes.pillsFull}>
      {all.map((one) => <span key={isNamed(one) ? one.id : String(one)} className={classes.reference}><One object={target(field)} value={one} /></span>)}
    </span>
  );
}

function Person({ name }: { name: string }) {
  return (
    <span className={classes.choice}>
      <Face name={name} />
      <span className="dg-ellipsis">{name}</span>
    </span>
  );
}

function AskedPerson({ value }: { value: unknown }) {
  return <Person name={useNamed("user", value).name} />;
}

export function UserValue({ value }: ValueProps) {
  return hasName(value) ? <Person name={value.name} /> : <AskedPerson value={value} />;
}
