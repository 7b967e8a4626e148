// Finds a record of an object by typing, or makes a new one on the spot.
import { Combobox, InputBase, Loader, useCombobox, CloseButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState, type FocusEvent } from "react";
import { api, keys, useCatalogue } from "../api/client";
import type { LookupHit, Named, RecordData } from "../api/types";
import { t } from "../i18n";
import type { InputProps } from "./editors/common";
import { Face } from "./Face";
import classes from "./Lookup.module.css";
import { useNamed } from "./useNamed";

const CreateModal = lazy(async () => ({ default: (await import("../record/CreateDialog")).CreateModal }));
const CREATE = "+";

export interface LookupProps extends Partial<InputProps> {
  to: string;
  value: Named | null;
  onChange: (value: Named | null) => void;
  id?: string;
  placeholder?: string;
  /** Offers to make a new record where the user may; on unless told. */
  creatable?: boolean;
}

function useHits(object: string, typed: string, opened: boolean) {
  const [q] = useDebouncedValue(typed.trim(), 140);
  return useQuery({
    queryKey: [...keys.object(object), "lookup", q],
    queryFn: async ({ signal }) => hitsOf(await api.get<LookupHit[] | { data: LookupHit[] }>(`/lookup/${object}`, { query: { q, limit: 8 }, signal })),
    enabled: opened && Boolean(object),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

const hitsOf = (answer: LookupHit[] | { data: LookupHit[] }): LookupHit[] => (Array.isArray(answer) ? answer : answer.data);

function Hit({ hit, person }: { hit: LookupHit; person: boolean }) {
  return (
    <span className={classes.hit}>
      {person && <Face name={hit.name} size={20} />}
      <span className={classes.words}>
        <span className="dg-ellipsis">{hit.name}</span>
        {hit.detail && <span className={classes.detail}>{hit.detail}</span>}
      </span>
    </span>
  );
}

export function Lookup({ to: object, value, onChange, creatable = true, placeholder, error, disabled, autoFocus, ...rest }: LookupProps) {
  const target = useCatalogue().objects[object];
  const shown = useNamed(object, value).name;
  const [typed, setTyped] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const quiet = useRef(false);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const hits = useHits(object, typed ?? "", box.dropdownOpened);
  const found = hits.data ?? [];
  const { selectFirstOption } = box;
  const isTyped = Boolean(typed?.trim());
  useEffect(() => {
    if (isTyped) selectFirstOption(); // the mark was at a place of the list before, and Enter would take nothing
  }, [hits.data, isTyped, selectFirstOption]);
  const mayCreate = creatable && object !== "user" && Boolean(target?.rights.create);

  const settle = (next: Named | null) => {
    onChange(next);
    setTyped(null);
    box.closeDropdown();
  };
  const submit = (id: string) => {
    if (id === CREATE) {
      box.closeDropdown();
      setCreating(true);
    } else settle(found.find((hit) => hit.id === id) ?? null);
  };
  const focused = (event: FocusEvent<HTMLInputElement>) => {
    event.currentTarget.select();
    if (!quiet.current) box.openDropdown();
    quiet.current = false;
  };
  /** Back to where one was, without dropping the list down again. */
  const closeCreate = () => {
    setCreating(false);
    setTyped(null);
    quiet.current = true;
    requestAnimationFrame(() => input.current?.focus());
  };
  const created = (record: RecordData) => settle({ id: record.id, name: String(record[target?.name_field ?? "name"] ?? "") });

  return (
    <>
      <Combobox store={box} onOptionSubmit={submit} withinPortal>
        <Combobox.Target>
          <InputBase
            {...rest}
            error={error}
            disabled={disabled}
            autoFocus={autoFocus}
            value={typed ?? (value ? shown : "")}
            placeholder={placeholder ?? t("Search {objects}", { objects: target?.plural ?? "" })}
            autoComplete="off"
            spellCheck={false}
            ref={input}
            onFocus={focused}
            onClick={() => box.openDropdown()}
            onBlur={() => { box.closeDropdown(); setTyped(null); }}
            onChange={(event) => { setTyped(event.currentTarget.value); box.openDropdown(); box.selectFirstOption(); }}
            rightSection={<LookupSide busy={hits.isFetching && box.dropdownOpened} clearable={Boolean(value) && !disabled} onClear={() => settle(null)} />}
            rightSectionPointerEvents="all"
          />
        </Combobox.Target>
        <Combobox.Dropdown className={classes.dropdown}>
          <Combobox.Options>
            {found.map((hit) => (
              <Combobox.Option key={hit.id} value={hit.id} active={hit.id === value?.id}><Hit hit={hit} person={object === "user"} /></Combobox.Option>
            ))}
            {found.length === 0 && <Combobox.Empty>{hits.isPending ? t("Searching…") : t("Nothing found")}</Combobox.Empty>}
            {mayCreate && (
              <Combobox.Option value={CREATE} className={classes.create}>
                <span className={classes.hit}>
                  <IconPlus size={14} aria-hidden />
                  <span className="dg-ellipsis">{typed?.trim() ? t("New {object}: “{name}”", { object: target?.label ?? "", name: typed.trim() }) : t("New {object}", { object: target?.label ?? "" })}</span>
                </span>
              </Combobox.Option>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {creating && target && (
        <Suspense>
          <CreateModal object={object} defaults={typed?.trim() ? { [target.name_field]: typed.trim() } : {}} onClose={closeCreate} onCreated={created} />
        </Suspense>
      )}
    </>
  );
}

function LookupSide({ busy, clearable, onClear }: { busy: boolean; clearable: boolean; onClear: () => void }) {
  if (busy) return <Loader size={13} />;
  if (!clearable) return <Combobox.Chevron size="xs" />;
  return <CloseButton size="xs" variant="transparent" aria-label={t("Clear")} onMouseDown={(event) => event.preventDefault()} onClick={onClear} />;
}
