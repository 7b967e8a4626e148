// The places of the menu as links, with the letter that G goes to them by.
import { useMemo } from "react";
import { useCatalogue } from "../api/client";
import type { UiCatalogue, UiObject, UiPanel } from "../api/types";

export interface MenuGroup {
  group: string;
  label: string;
  objects: UiObject[];
  pages: UiPanel[];
}

export const objectPath = (object: string): string => `/o/${object}`;
export const pagePath = (panel: string): string => `/p/${panel}`;
export const recordPath = (object: string, id: string): string => `/o/${object}/${id}`;

export function menuOf(catalogue: UiCatalogue): MenuGroup[] {
  const groups = catalogue.menu.map(({ group, label, items, pages }) => ({
    group,
    label,
    objects: items.map((name) => catalogue.objects[name]).filter((object) => object !== undefined),
    pages: pages.map((name) => catalogue.panels[name]).filter((panel) => panel !== undefined),
  }));
  return groups.filter((group) => group.objects.length + group.pages.length > 0);
}

export function useMenu(): MenuGroup[] {
  const catalogue = useCatalogue();
  return useMemo(() => menuOf(catalogue), [catalogue]);
}

const TAKEN = ["h", "s"]; // home, setup

/** Each object gets the first letter of its name that is still free. */
export function lettersOf(groups: MenuGroup[]): Map<string, string> {
  const taken = new Set(TAKEN);
  const letters = new Map<string, string>();
  for (const { name } of groups.flatMap((group) => group.objects)) {
    const letter = [...name.replace(/[^a-z]/g, "")].find((one) => !taken.has(one));
    if (letter) letters.set(name, letter);
    if (letter) taken.add(letter);
  }
  return letters;
}
