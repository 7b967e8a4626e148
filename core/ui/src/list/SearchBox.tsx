// Looks for a word in the records of the list.
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { t } from "../i18n";

const WAIT = 220;

export function SearchBox({ q, search }: { q: string; search: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const tell = useDebouncedCallback(search, WAIT);
  useEffect(() => setTyped(q), [q]);
  const type = (text: string) => {
    setTyped(text);
    tell(text.trim());
  };
  return (
    <TextInput
      size="xs"
      w={{ base: "100%", sm: 200 }}
      aria-label={t("Find in this list")}
      placeholder={t("Find in this list")}
      leftSection={<IconSearch size={14} stroke={1.75} />}
      rightSection={typed ? <CloseButton size="xs" aria-label={t("Clear the search")} onClick={() => type("")} /> : null}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Escape" && (type(""), event.currentTarget.blur())}
    />
  );
}
