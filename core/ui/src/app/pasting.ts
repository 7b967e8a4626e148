// A block of text that is pasted where nothing is being typed: the page that was shown last makes a record of it.
import { useEffect, useRef } from "react";

/** The feature of objects whose records are made of signatures. */
export const SIGNATURE = "signature";

type Take = (text: string) => void;

const takers: Take[] = [];
const ELSEWHERE = 'input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=grid], [role="dialog"][aria-modal="true"]';
const REACHED = /[\w.+-]+@[\w-]+\.\w|\d[\d\s().-]{6,}\d/;

/** Several lines with an address of mail or a telephone number among them. */
const looksSigned = (text: string): boolean => text.trim().includes("\n") && REACHED.test(text);

function onPaste(event: ClipboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const take = takers.at(-1);
  if (event.defaultPrevented || !take || target?.closest(ELSEWHERE) || document.querySelector('[role="dialog"][aria-modal="true"]') || !looksSigned(text)) return;
  event.preventDefault();
  take(text);
}

/** While the component is shown, it takes what is pasted; null leaves it to others. */
export function usePasting(take: Take | null): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  const takes = take !== null;
  useEffect(() => {
    if (!takes) return;
    const one: Take = (text) => latest.current?.(text);
    if (takers.length === 0) document.addEventListener("paste", onPaste);
    takers.push(one);
    return () => {
      takers.splice(takers.indexOf(one), 1);
      if (takers.length === 0) document.removeEventListener("paste", onPaste);
    };
  }, [takes]);
}
