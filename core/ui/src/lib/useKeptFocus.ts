// Where the part that has the focus goes, as a line does that is taken out, its neighbour gets the focus: keys go on from there.
import { useEffect, type RefObject } from "react";

const STOPS = "button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), a[href], [tabindex='0']";

const stopsIn = (box: HTMLElement): HTMLElement[] => [...box.querySelectorAll<HTMLElement>(STOPS)].filter((one) => one.tabIndex >= 0);
const isLost = (): boolean => !document.activeElement || document.activeElement === document.body;

export function useKeptFocus(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = box.current;
    if (!within) return;
    let last: { stop: HTMLElement; place: number } | null = null;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last = { stop: target, place: stopsIn(within).indexOf(target) };
    };
    const watch = new MutationObserver(() => {
      if (!last || last.stop.isConnected || !isLost()) return;
      const stops = stopsIn(within);
      stops[Math.min(Math.max(last.place, 0), stops.length - 1)]?.focus({ preventScroll: true });
    });
    within.addEventListener("focusin", remember);
    watch.observe(within, { childList: true, subtree: true });
    return () => {
      within.removeEventListener("focusin", remember);
      watch.disconnect();
    };
  }, [box]);
}
