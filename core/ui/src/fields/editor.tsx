// Edits the value of a field: `<Editor field value onChange/>`; the family of the editor is loaded when first needed.
import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { fieldType } from "./registry";
import type { EditorProps } from "./types";
import { Value } from "./display";

export { changesOf, overlaid, sameValue, valueOf, wireOf } from "./drafts";
export { isBlank } from "./shapes";
export type { EditorProps } from "./types";

export function Editor(props: EditorProps) {
  const Chosen = fieldType(props.field).Editor;
  if (!Chosen) return <Value field={props.field} value={props.value} />;
  return (
    <Suspense fallback={<Skeleton h={props.label ? 58 : 30} aria-hidden />}>
      <Chosen {...props} />
    </Suspense>
  );
}
