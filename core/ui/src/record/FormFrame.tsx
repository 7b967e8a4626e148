// What every form in a dialog has in common: its refusal on top, its buttons at the foot, a guard for what was typed.
import { Alert, Button, Group, Text } from "@mantine/core";
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import { t } from "../i18n";
import classes from "./form.module.css";
import type { Form } from "./useForm";

interface FrameProps {
  form: Form;
  /** The fields that are shown: problems with others are said on top. */
  shown: string[];
  submitLabel: string;
  onClose: () => void;
  extra?: ReactNode;
  /** What is said beside the form, above its buttons: nothing in the form moves when it comes. */
  aside?: ReactNode;
  children: ReactNode;
}

function unplaced(form: Form, shown: string[]): string[] {
  return Object.entries(form.errors).filter(([name]) => !shown.includes(name)).map(([, message]) => message);
}

function Refusal({ form, shown }: { form: Form; shown: string[] }) {
  const others = unplaced(form, shown);
  const placed = Object.keys(form.errors).length > others.length;
  if (!form.refusal && !others.length) return null;
  return (
    <Alert color="red" variant="light" className={classes.refusal} role="alert" p="xs">
      {others.length > 0 ? others.join(" ") : placed ? t("Please look at the marked fields.") : form.refusal}
    </Alert>
  );
}

/** After a refusal the cursor goes to the first field that needs another look. */
function useFocusOnProblem(form: Form) {
  const box = useRef<HTMLFormElement>(null);
  const names = Object.keys(form.errors).join();
  useEffect(() => {
    if (!names || form.busy) return;
    const wanted = [...(box.current?.querySelectorAll<HTMLElement>("[data-field]") ?? [])].find((one) => form.errors[one.dataset.field ?? ""]);
    wanted?.querySelector<HTMLElement>("input, textarea, [contenteditable]")?.focus();
  }, [form.busy]);
  return box;
}

/** Esc closes the form on top, also where nothing in it has the focus. */
function useEscape(box: RefObject<HTMLFormElement | null>, leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const onTop = [...document.querySelectorAll("form[data-frame]")].at(-1) === box.current;
      if (event.key === "Escape" && event.target === document.body && onTop) latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [box]);
}

export function FormFrame({ form, shown, submitLabel, onClose, extra, aside, children }: FrameProps) {
  const [asking, setAsking] = useState(false);
  const box = useFocusOnProblem(form);
  const leave = () => (form.dirty && !form.busy ? setAsking(true) : onClose());
  useEscape(box, leave);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a form opened from a lookup must not submit the one around it
    void form.submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape" && !event.defaultPrevented) leave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void form.submit();
  };
  return (
    <form ref={box} data-frame className={classes.frame} noValidate onSubmit={submit} onKeyDown={onKeyDown}>
      <div className={classes.body}>
        <Refusal form={form} shown={shown} />
        {children}
      </div>
      {aside}
      <div className={classes.foot}>
        {asking ? <Leaving onStay={() => setAsking(false)} onLeave={onClose} /> : (
          <>
            {extra}
            <Group gap={8} ml="auto">
              <Button variant="default" onClick={leave}>{t("Cancel")}</Button>
              <Button type="submit" loading={form.busy}>{submitLabel}</Button>
            </Group>
          </>
        )}
      </div>
    </form>
  );
}

function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Group role="alertdialog" aria-label={t("Discard what you entered?")} justify="space-between" w="100%" gap={8}>
      <Text size="sm">{t("Discard what you entered?")}</Text>
      <Group gap={8}>
        <Button variant="default" onClick={onStay} autoFocus>{t("Keep editing")}</Button>
        <Button color="red" onClick={onLeave}>{t("Discard")}</Button>
      </Group>
    </Group>
  );
}
