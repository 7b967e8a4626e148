// The documents of roles, permission sets and sharing rules.
import type { Document } from "../kit/meta";

export interface RoleDoc extends Document {
  name: string;
  label?: string;
  parent?: string;
}

export type FieldLevel = "none" | "read" | "edit";
export const GRANTS = ["read", "create", "edit", "delete", "view_all", "modify_all"] as const;
export type Grant = (typeof GRANTS)[number];
export type ObjectGrants = Partial<Record<Grant, boolean>> & { fields?: Record<string, FieldLevel> };
export interface PermissionSetDoc extends Document {
  name: string;
  label?: string;
  help?: string;
  objects?: Record<string, ObjectGrants>;
  system?: string[];
}

export interface SharingRuleDoc extends Document {
  name: string;
  object: string;
  label?: string;
  where?: string;
  owner_role?: string;
  with: { role?: string; team?: string; permission_set?: string; everyone?: true };
  level?: "read" | "edit";
}

/** What a grant takes for granted: who may edit may read. */
const NEEDS: Record<Grant, Grant[]> = {
  read: [], create: ["read"], edit: ["read"], delete: ["read"], view_all: ["read"], modify_all: ["read", "edit", "delete", "view_all"],
};

export function withGrant(grants: ObjectGrants, grant: Grant, on: boolean): ObjectGrants {
  const more = on ? [grant, ...NEEDS[grant]] : [];
  const less = on ? [] : [grant, ...GRANTS.filter((other) => NEEDS[other].includes(grant))];
  return { ...grants, ...Object.fromEntries([...more.map((one) => [one, true]), ...less.map((one) => [one, false])]) };
}

/** Only what is granted is written down. */
export function grantsDocument(objects: Record<string, ObjectGrants>): Record<string, ObjectGrants> {
  const kept = Object.entries(objects).map(([name, { fields, ...grants }]) => {
    const said = Object.fromEntries(Object.entries(grants).filter(([, on]) => on));
    return [name, { ...said, ...(fields && Object.keys(fields).length ? { fields } : {}) }] as const;
  });
  return Object.fromEntries(kept.filter(([, grants]) => Object.keys(grants).length > 0));
}
