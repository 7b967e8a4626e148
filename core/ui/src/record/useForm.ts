// The state of a form: values, what was refused and where, whether anything was typed, and one submit at a time.
import { useCallback, useRef, useState } from "react";
import { newKey, ProblemError } from "../api/client";
import type { FieldProblem, UiObject } from "../api/types";
import { problemText } from "../app/problem";
import { sameValue, type Values } from "../fields/drafts";

export interface Form {
  values: Values;
  errors: Record<string, string>;
  /** What isn't about a field of the form. */
  refusal: string | null;
  busy: boolean;
  dirty: boolean;
  set: (name: string, value: unknown) => void;
  submit: () => Promise<void>;
  refuse: (detail: string, errors: FieldProblem[]) => void;
}

/** Gathers messages by field; a problem inside a value (`billing.city`) belongs to the field. */
export function byField(errors: FieldProblem[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const name = field.replace(/^\//, "").split(/[./]/)[0] ?? "";
    found[name] = found[name] ? `${found[name]} ${message}` : message;
  }
  return found;
}

function isDirty(object: UiObject, initial: Values, values: Values): boolean {
  return Object.keys(values).some((name) => {
    const field = object.fields[name];
    return field ? !sameValue(field, initial[name], values[name]) : false;
  });
}

/** `send` gets the values and a key: the same one until the server has answered, so that a repetition can't save twice. */
export function useForm(object: UiObject, initial: Values, send: (values: Values, key: string) => Promise<void>): Form {
  const [start] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const running = useRef(false);

  const set = useCallback((name: string, value: unknown) => {
    setValues((now) => ({ ...now, [name]: value }));
    setErrors(({ [name]: _gone, ...rest }) => rest);
    setRefusal(null);
  }, []);

  const refuse = useCallback((detail: string, problems: FieldProblem[]) => {
    setErrors(byField(problems));
    setRefusal(detail);
  }, []);

  const submit = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      await send(values, key.current);
    } catch (error) {
      const answered = error instanceof ProblemError && error.status >= 400 && error.status < 500;
      if (answered) key.current = newKey();
      if (answered && error.errors.length) refuse(error.detail, error.errors);
      else setRefusal(problemText(error));
    }
    running.current = false;
    setBusy(false);
  };

  return { values, errors, refusal, busy, dirty: isDirty(object, start, values), set, submit, refuse };
}
