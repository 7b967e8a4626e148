// Uploads a file or a picture, by picking or by dropping it.
import { Button, CloseButton, FileButton, Group, Input } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import { problemText } from "../../app/problem";
import { t } from "../../i18n";
import { Value } from "../display";
import { isBlank } from "../shapes";
import type { EditorProps } from "../types";
import { uploadFile } from "../upload";
import { inputProps } from "./common";
import classes from "./editors.module.css";

function useUpload(onDone: (value: unknown) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const upload = async (file: File | null | undefined) => {
    if (!file) return;
    setBusy(true);
    setProblem(undefined);
    try {
      onDone(await uploadFile(file));
    } catch (error) {
      setProblem(problemText(error));
    }
    setBusy(false);
  };
  return { busy, problem, upload };
}

export function FileEditor(props: EditorProps) {
  const set = (value: unknown) => {
    props.onChange(value);
    props.onPick?.(value);
  };
  const { busy, problem, upload } = useUpload(set);
  const { label, description, error, withAsterisk, inputWrapperOrder, size, disabled } = inputProps(props);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void upload(event.dataTransfer.files[0]);
  };
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error ?? problem} withAsterisk={withAsterisk} size={size}>
      <Group gap={8} wrap="nowrap" className={classes.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        {!isBlank(props.value) && <Value field={props.field} value={props.value} />}
        {!isBlank(props.value) && !disabled && <CloseButton size="xs" aria-label={t("Remove")} onClick={() => set(null)} />}
        <FileButton onChange={(file) => void upload(file)} accept={props.field.type === "image" ? "image/*" : undefined} disabled={disabled}>
          {(button) => (
            <Button {...button} variant="default" size="compact-xs" loading={busy} leftSection={<IconUpload size={13} aria-hidden />}>
              {isBlank(props.value) ? t("Choose a file or drop it here") : t("Replace")}
            </Button>
          )}
        </FileButton>
      </Group>
    </Input.Wrapper>
  );
}
