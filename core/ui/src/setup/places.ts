// Every page of the setup, one record each: where it stands, who may open it, and how it is loaded.
import {
  IconBinaryTree, IconCube, IconDevices, IconHistory, IconKey, IconLanguage, IconLayoutList, IconListSearch, IconLock, IconMailForward, IconPackageExport, IconPuzzle, IconRoute, IconSchema, IconSend, IconShare, IconSitemap, IconStack2, IconTrash, IconUser, IconUsers, IconWebhook, type Icon,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { loadPart, t } from "../i18n";

export type Group = "data" | "people" | "system" | "work" | "me";

export interface Place {
  path: string;
  group: Group;
  icon: Icon;
  /** Without a label a page isn't in the menu. */
  label?: () => string;
  administers: boolean;
  /** Needs all the width, so the menu of the setup isn't beside it. */
  alone?: boolean;
  load: () => Promise<{ default: ComponentType }>;
}

/** A page of the processes, with their words. */
async function ofProcesses(page: Promise<{ default: ComponentType }>): Promise<{ default: ComponentType }> {
  const [found] = await Promise.all([page, loadPart("processes")]);
  return found;
}

/** A page of the designer, with the words of all that it is made of. */
async function ofDesigner(page: Promise<{ default: ComponentType }>): Promise<{ default: ComponentType }> {
  const [found] = await Promise.all([page, loadPart("designer"), loadPart("list"), loadPart("processes")]);
  return found;
}

export const PLACES: Place[] = [
  { path: "objects", group: "data", icon: IconCube, label: () => t("Objects and fields"), administers: true, load: () => import("./objects/ObjectList") },
  { path: "objects/:object", group: "data", icon: IconCube, administers: true, load: () => import("./objects/ObjectPage") },
  { path: "layouts", group: "data", icon: IconLayoutList, label: () => t("Layouts"), administers: true, load: () => import("./layouts/LayoutList") },
  { path: "layouts/:layout", group: "data", icon: IconLayoutList, administers: true, load: () => import("./layouts/LayoutPage") },
  { path: "translations", group: "data", icon: IconLanguage, label: () => t("Translations"), administers: true, load: () => import("./objects/Translations") },
  { path: "designer", group: "data", icon: IconBinaryTree, label: () => t("Designer"), administers: true, load: () => ofDesigner(import("../designer/DesignerList")) },
  { path: "designer/approval/:name", group: "data", icon: IconBinaryTree, administers: true, alone: true, load: () => ofDesigner(import("../designer/ApprovalPage")) },
  { path: "designer/automation/:name", group: "data", icon: IconBinaryTree, administers: true, alone: true, load: () => ofDesigner(import("../designer/AutomationPage")) },
  { path: "designer/decision_table/:name", group: "data", icon: IconBinaryTree, administers: true, alone: true, load: () => ofDesigner(import("../designer/TablePage")) },
  { path: "users", group: "people", icon: IconUsers, label: () => t("Users"), administers: true, load: () => import("./rights/Users") },
  { path: "roles", group: "people", icon: IconSitemap, label: () => t("Roles"), administers: true, load: () => import("./rights/Roles") },
  { path: "permission-sets", group: "people", icon: IconLock, label: () => t("Permission sets"), administers: true, load: () => import("./rights/PermissionSets") },
  { path: "permission-sets/:set", group: "people", icon: IconLock, administers: true, load: () => import("./rights/PermissionSetPage") },
  { path: "sharing", group: "people", icon: IconShare, label: () => t("Sharing rules"), administers: true, load: () => import("./rights/SharingRules") },
  { path: "modules", group: "system", icon: IconPuzzle, label: () => t("Modules"), administers: true, load: () => import("./modules/Modules") },
  { path: "versions", group: "system", icon: IconHistory, label: () => t("Versions"), administers: true, load: () => import("./configuration/VersionsPage") },
  { path: "transfer", group: "system", icon: IconPackageExport, label: () => t("Export and import"), administers: true, load: () => import("./configuration/Transfer") },
  { path: "drawings", group: "system", icon: IconSchema, label: () => t("Drawings"), administers: true, load: () => import("./drawings/Drawings") },
  { path: "channels", group: "system", icon: IconSend, label: () => t("Channels"), administers: true, load: () => import("./deliveries/Channels") },
  { path: "webhooks", group: "system", icon: IconWebhook, label: () => t("Webhooks"), administers: true, load: () => import("./deliveries/Webhooks") },
  { path: "bin", group: "work", icon: IconTrash, label: () => t("Recycle bin"), administers: false, load: () => import("./work/Bin") },
  { path: "jobs", group: "work", icon: IconStack2, label: () => t("Jobs"), administers: false, load: () => import("./work/Jobs") },
  { path: "deliveries", group: "work", icon: IconMailForward, label: () => t("Deliveries"), administers: true, load: () => import("./deliveries/Deliveries") },
  { path: "processes", group: "work", icon: IconRoute, label: () => t("Processes"), administers: true, load: () => ofProcesses(import("../processes/Monitor")) },
  { path: "processes/:process", group: "work", icon: IconRoute, administers: true, load: () => ofProcesses(import("../processes/ProcessPage")) },
  { path: "log", group: "work", icon: IconListSearch, label: () => t("Log"), administers: true, load: () => import("./work/AuditLog") },
  { path: "profile", group: "me", icon: IconUser, label: () => t("Profile"), administers: false, load: () => import("./me/Profile") },
  { path: "sessions", group: "me", icon: IconDevices, label: () => t("My sessions"), administers: false, load: () => import("./me/Sessions") },
  { path: "tokens", group: "me", icon: IconKey, label: () => t("My API tokens"), administers: false, load: () => import("./me/Tokens") },
];
