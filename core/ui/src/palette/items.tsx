// What the palette offers: places, actions, recent records, and records found by the server.
import { IconArrowRight, IconBolt, IconHome, IconLanguage, IconLogout, IconMoon, IconPlus, IconSettings, IconSun } from "@tabler/icons-react";
import { useMantineColorScheme } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { api, useCatalogue, useIsAdministrator, useMe } from "../api/client";
import type { SearchHit, UiObject } from "../api/types";
import { useAllShortcuts, type Shortcut } from "../app/shortcuts";
import { solid } from "../fields/colors";
import { LANGUAGES, t } from "../i18n";
import { Icon } from "../icons/Icon";
import { useRecent } from "../shell/bookmarks";
import { useCreatable, useCreateAndOpen } from "../shell/NewButton";
import { lettersOf, objectPath, pagePath, recordPath, useMenu } from "../shell/places";
import { signOut, useSetLanguage } from "../shell/session";

export interface Item {
  id: string;
  group: string;
  label: string;
  detail?: string;
  /** Where the words stand in a long text. */
  passage?: string;
  icon: ReactNode;
  keys?: string;
  run: () => void;
}

const size = { size: 16, stroke: 1.75 };

export function ObjectIcon({ object }: { object: UiObject | undefined }) {
  return <Icon name={object?.icon} style={{ color: solid(object?.color) }} />;
}

function useViewItems(): Item[] {
  const { objects, views } = useCatalogue();
  const navigate = useNavigate();
  const listed = Object.entries(views).filter(([name]) => objects[name]);
  return listed.flatMap(([name, all]) =>
    all.map((view) => ({
      id: `view:${name}:${view.name}`,
      group: t("Views"),
      label: view.label,
      detail: objects[name]?.plural,
      icon: <ObjectIcon object={objects[name]} />,
      run: () => void navigate(`${objectPath(name)}?view=${encodeURIComponent(view.name)}`),
    })),
  );
}

function usePlaceItems(): Item[] {
  const navigate = useNavigate();
  const groups = useMenu();
  const letters = lettersOf(groups);
  const group = t("Go to");
  const home = { id: "go:home", group, label: t("Home"), keys: "g h", icon: <IconHome {...size} />, run: () => void navigate("/") };
  const setup = { id: "go:setup", group, label: t("Setup"), keys: "g s", icon: <IconSettings {...size} />, run: () => void navigate("/setup") };
  const objects = groups.flatMap((one) => one.objects).map((object) => ({
    id: `go:${object.name}`,
    group,
    label: object.plural,
    keys: letters.has(object.name) ? `g ${letters.get(object.name)}` : undefined,
    icon: <ObjectIcon object={object} />,
    run: () => void navigate(objectPath(object.name)),
  }));
  const pages = groups.flatMap((one) => one.pages).map((panel) => ({
    id: `go:page:${panel.name}`,
    group,
    label: panel.label,
    icon: <Icon name={panel.icon} {...size} />,
    run: () => void navigate(pagePath(panel.name)),
  }));
  return [home, ...objects, ...pages, ...(useIsAdministrator() ? [setup] : [])];
}

function useCreateItems(): Item[] {
  const create = useCreateAndOpen();
  return useCreatable().map((object) => ({
    id: `create:${object.name}`,
    group: t("Actions"),
    label: t("New: {object}", { object: object.label }),
    icon: <IconPlus {...size} />,
    run: () => void create(object.name),
  }));
}

function useSessionItems(): Item[] {
  const { language } = useMe().user;
  const { setColorScheme } = useMantineColorScheme();
  const setLanguage = useSetLanguage();
  const group = t("Actions");
  const others = LANGUAGES.filter((one) => one.value !== language);
  return [
    { id: "light", group, label: t("Light appearance"), icon: <IconSun {...size} />, run: () => setColorScheme("light") },
    { id: "dark", group, label: t("Dark appearance"), icon: <IconMoon {...size} />, run: () => setColorScheme("dark") },
    ...others.map(({ value, label }) => ({ id: `language:${value}`, group, label: t("Language: {language}", { language: label }), icon: <IconLanguage {...size} />, run: () => void setLanguage(value) })),
    { id: "out", group, label: t("Sign out"), icon: <IconLogout {...size} />, run: () => void signOut() },
  ];
}

const itemOf = (one: Shortcut): Item => ({ id: `shortcut:${one.keys}`, group: t("Actions"), label: one.label, keys: one.keys, icon: <IconBolt {...size} />, run: one.run });

/** The actions that the page at hand named as shortcuts. */
function usePageItems(): Item[] {
  return useAllShortcuts().filter((one) => one.action).map(itemOf);
}

function useRecentItems(): Item[] {
  const { objects } = useCatalogue();
  const navigate = useNavigate();
  const [recent] = useRecent();
  return recent.map((one) => ({
    id: `recent:${one.to}`,
    group: t("Recent"),
    label: one.label,
    detail: objects[one.object]?.label,
    icon: <ObjectIcon object={objects[one.object]} />,
    run: () => void navigate(one.to),
  }));
}

export function useFoundItems(q: string, people: boolean): { items: Item[]; searching: boolean } {
  const { objects } = useCatalogue();
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ["search", q, people],
    queryFn: ({ signal }) => api.get<{ data: SearchHit[] }>("/search", { query: { q, objects: people ? "user,contact" : undefined }, signal }),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const hits = q ? (found.data?.data ?? []) : [];
  const items = hits.map((hit) => ({
    id: `hit:${hit.object}:${hit.id}`,
    group: objects[hit.object]?.plural ?? t("Records"),
    label: hit.name,
    detail: hit.detail,
    passage: hit.passage,
    icon: <ObjectIcon object={objects[hit.object]} />,
    run: () => void navigate(recordPath(hit.object, hit.id)),
  }));
  return { items, searching: found.isFetching };
}

export function useListItem(q: string): (object: UiObject) => Item {
  const navigate = useNavigate();
  return (object) => ({
    id: `list:${object.name}`,
    group: t("Look in"),
    label: t("“{words}” in {objects}", { words: q, objects: object.plural }),
    icon: <IconArrowRight {...size} />,
    run: () => void navigate(`${objectPath(object.name)}?q=${encodeURIComponent(q)}`),
  });
}

export function useItems() {
  const actions = [...usePageItems(), ...useCreateItems(), ...useSessionItems()];
  return { places: usePlaceItems(), views: useViewItems(), actions, recent: useRecentItems() };
}
