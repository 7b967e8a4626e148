// One box for everything: places, records of every object, actions (`>` those alone), people (`@`).
import { Loader, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { t } from "../i18n";
import { useMenu } from "../shell/places";
import { useFoundItems, useItems, useListItem, type Item } from "./items";
import { fitting } from "./matching";
import classes from "./Palette.module.css";
import { Results } from "./Results";

const WAIT = 120;

function useShown(typed: string): { items: Item[]; searching: boolean } {
  const onlyActions = typed.startsWith(">");
  const people = typed.startsWith("@");
  const words = typed.replace(/^[>@]/, "").trim();
  const [q] = useDebouncedValue(onlyActions ? "" : words, WAIT);
  const found = useFoundItems(q, people);
  const { places, views, actions, recent } = useItems();
  const listItem = useListItem(words);
  const lists = useMenu().flatMap((group) => group.objects).slice(0, 4).map(listItem);
  if (onlyActions) return { items: fitting(actions, words), searching: false };
  if (people) return { items: found.items, searching: found.searching || q !== words };
  if (!words) return { items: [...recent.slice(0, 6), ...places, ...actions], searching: false };
  const named = [...fitting(places, words).slice(0, 4), ...fitting(views, words).slice(0, 4), ...fitting(actions, words).slice(0, 4)];
  return { items: [...fitting(recent, words).slice(0, 3), ...found.items, ...named, ...lists], searching: found.searching || q !== words };
}

/** Items of a group stand together, groups in the order of their first item. */
function gathered(items: Item[]): Item[] {
  const seen = new Map(items.map((item) => [item.id, item]));
  return [...Map.groupBy(seen.values(), (item) => item.group).values()].flat();
}

/** Enter means the first that is found for all that was typed, so it waits for the answer. */
function useChoice(items: Item[], searching: boolean, close: () => void) {
  const [chosen, setChosen] = useState(0);
  const [entered, setEntered] = useState(false);
  const at = Math.min(chosen, Math.max(0, items.length - 1));
  const run = (item: Item | undefined) => {
    if (!item) return;
    close();
    item.run();
  };
  const moves: Record<string, () => void> = {
    ArrowDown: () => setChosen((at + 1) % Math.max(1, items.length)),
    ArrowUp: () => setChosen((at + items.length - 1) % Math.max(1, items.length)),
    Home: () => setChosen(0),
    End: () => setChosen(items.length - 1),
    Enter: () => (searching && at === 0 ? setEntered(true) : run(items[at])),
  };
  useEffect(() => {
    if (entered && !searching) run(items[0]);
  }, [entered, searching]);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = event.nativeEvent.isComposing ? undefined : moves[event.key];
    if (move) event.preventDefault();
    move?.();
  };
  return { at, setChosen, setEntered, onKeyDown, run };
}

export default function Palette({ close }: { close: () => void }) {
  const [typed, setTyped] = useState("");
  const { items: unordered, searching } = useShown(typed);
  const items = gathered(unordered);
  const { at, setChosen, setEntered, onKeyDown, run } = useChoice(items, searching, close);
  const list = useId();
  const type = (text: string) => {
    setTyped(text);
    setChosen(0);
    setEntered(false);
  };
  return (
    <Modal.Root opened onClose={close} padding={0} size={620} yOffset="11vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t("Search and commands")}>
        <div className={classes.head}>
          <IconSearch size={18} stroke={1.75} />
          <input
            data-autofocus
            className={classes.input}
            role="combobox"
            aria-expanded
            aria-controls={list}
            aria-activedescendant={items[at] ? `${list}-${at}` : undefined}
            aria-label={t("Search and commands")}
            placeholder={t("Search, or type > for commands, @ for people")}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {searching && <Loader size={16} />}
        </div>
        <Results id={list} items={items} at={at} choose={setChosen} run={run} searching={searching} />
      </Modal.Content>
    </Modal.Root>
  );
}
