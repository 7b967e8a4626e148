// Where a dialog goes, the focus goes back to where it was before: also when the dialog just disappears from the page.
const DIALOG = '[role="dialog"]';
const KEPT = 6; // places that are remembered: the item of a menu that opened a dialog is gone by then, its button is not

let trail: HTMLElement[] = [];
const opened = new Map<Element, HTMLElement[]>();

/** Nobody has taken the focus: the browser gave it to the whole page. */
const isLost = (): boolean => !document.activeElement || document.activeElement === document.body;

function back(places: HTMLElement[]): void {
  const place = places.findLast((one) => one.isConnected && !one.closest("[inert], [aria-hidden=true]"));
  requestAnimationFrame(() => isLost() && !document.querySelector(DIALOG) && place?.focus({ preventScroll: true }));
}

const watch = new MutationObserver(() => {
  for (const [dialog, places] of opened) {
    if (dialog.isConnected) continue;
    opened.delete(dialog);
    back(places);
  }
  if (opened.size === 0) watch.disconnect();
});

function notice({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return;
  const dialog = target.closest(DIALOG);
  if (!dialog) trail = [...trail.filter((one) => one !== target && one.isConnected), target].slice(-KEPT);
  else if (!opened.has(dialog)) {
    opened.set(dialog, trail);
    watch.observe(document.body, { childList: true, subtree: true });
  }
}

export function returnFocus(): void {
  document.addEventListener("focusin", notice);
}
