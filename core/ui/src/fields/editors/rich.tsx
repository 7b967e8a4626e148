// Edits formatted text: bold, italic, lists, links; pasted text comes in plain, and the server sanitises what is saved.
import { ActionIcon, Group, Input, Tooltip } from "@mantine/core";
import { IconBold, IconItalic, IconLink, IconList, IconListNumbers, type Icon } from "@tabler/icons-react";
import { useEffect, useId, useRef, type ClipboardEvent, type MouseEvent } from "react";
import { t } from "../../i18n";
import { plain } from "../text";
import type { EditorProps } from "../types";
import { inputProps } from "./common";
import classes from "./editors.module.css";

interface Tool {
  label: () => string;
  icon: Icon;
  run: () => void;
}

// The editing commands of contenteditable are old but every browser has them; they touch the selection only.
const run = (command: string, value?: string) => document.execCommand(command, false, value);

function addLink(): void {
  const address = window.prompt(t("Web address"), "https://");
  if (address && /^(https?:|mailto:)/i.test(address)) run("createLink", address);
}

const TOOLS: Tool[] = [
  { label: () => t("Bold"), icon: IconBold, run: () => run("bold") },
  { label: () => t("Italic"), icon: IconItalic, run: () => run("italic") },
  { label: () => t("List"), icon: IconList, run: () => run("insertUnorderedList") },
  { label: () => t("Numbered list"), icon: IconListNumbers, run: () => run("insertOrderedList") },
  { label: () => t("Link"), icon: IconLink, run: addLink },
];

function pastePlain(event: ClipboardEvent): void {
  event.preventDefault();
  run("insertText", event.clipboardData.getData("text/plain"));
}

const keepSelection = (event: MouseEvent) => event.preventDefault();

export function RichTextEditor(props: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const { label, description, error, withAsterisk, inputWrapperOrder, size, autoFocus } = inputProps(props);
  useEffect(() => {
    if (box.current) box.current.innerHTML = plain(props.value);
    if (autoFocus) box.current?.focus();
    // the browser owns the text while it is edited; drawing it again would move the cursor
  }, []);
  const tell = () => {
    const html = box.current?.innerHTML ?? "";
    props.onChange(box.current?.textContent?.trim() ? html : null);
  };
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error} withAsterisk={withAsterisk} size={size} labelProps={{ id }}>
      <div className={classes.richFrame} data-error={error ? true : undefined}>
        <Group gap={2} className={classes.richTools} role="toolbar" aria-label={t("Formatting")}>
          {TOOLS.map((tool) => (
            <Tooltip key={tool.label()} label={tool.label()}>
              <ActionIcon size={24} variant="subtle" color="gray" aria-label={tool.label()} onMouseDown={keepSelection} onClick={() => { tool.run(); tell(); }}>
                <tool.icon size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
        <div ref={box} className={classes.richText} contentEditable={!props.disabled} role="textbox" aria-multiline aria-label={props.field.label} onInput={tell} onPaste={pastePlain} />
      </div>
    </Input.Wrapper>
  );
}
