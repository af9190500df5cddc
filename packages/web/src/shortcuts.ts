import { useEffect, useRef, useSyncExternalStore } from 'react';

/** What a key does. `keys`: a key as the browser names it (`j`, `/`, `Escape`), `mod+k`, `mod+shift+z`, or two in a row: `g t`. */
export interface Shortcut {
  keys: string;
  /** Shown in the list of keys. */
  label: string;
  run: () => void;
  /** It works on every page, not only on the one in sight. */
  everywhere?: boolean;
  /** Left to the field in which the reader types, which means something of its own by it: undo. */
  ofFields?: boolean;
}

const SEQUENCE_MS = 900;
let active: readonly Shortcut[] = [];
/** Of several with the same keys, the one that would run. */
let listed: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
let pending = '';
let pendingUntil = 0;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

/** Space presses what has the focus, whatever else it means on the page. */
const isPressing = ({ key, target }: KeyboardEvent): boolean =>
  key === ' ' && target instanceof Element && target.closest('button, [role="button"], summary') !== null;

function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.metaKey && !event.ctrlKey) return key;
  return event.shiftKey && key.length === 1 ? `mod+shift+${key}` : `mod+${key}`;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing || isPressing(event)) return;
  const key = pressed(event);
  if (isTyping(event.target) && !key.startsWith('mod+')) return;
  // A dialog is open: the page beneath must not move.
  if (!key.startsWith('mod+') && document.querySelector('[role="dialog"][data-state="open"], [role="menu"]'))
    return;
  const sequence = event.timeStamp < pendingUntil ? `${pending} ${key}` : key;
  // The one added last wins: a page's own key before the shell's.
  const found =
    active.findLast(({ keys }) => keys === sequence) ?? active.findLast(({ keys }) => keys === key);
  const begins = active.some(({ keys }) => keys.startsWith(`${key} `));
  pending = begins ? key : '';
  pendingUntil = begins ? event.timeStamp + SEQUENCE_MS : 0;
  if (!found || (found.ofFields && isTyping(event.target))) return;
  event.preventDefault();
  found.run();
}

function change(next: readonly Shortcut[]): void {
  if (active.length === 0 && next.length > 0) document.addEventListener('keydown', onKeyDown);
  if (active.length > 0 && next.length === 0) document.removeEventListener('keydown', onKeyDown);
  active = next;
  listed = [...new Map(next.map((shortcut) => [shortcut.keys, shortcut])).values()];
  for (const listener of listeners) listener();
}

/** Keys that work while the component is there. Silent while the reader types, except with ⌘/Ctrl. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map(({ keys, label }) => `${keys}\n${label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: re-registers when keys or labels change, runs the latest
  useEffect(() => {
    const mine: Shortcut[] = latest.current.map(({ keys, label, everywhere = false, ofFields = false }) => ({
      keys,
      label,
      everywhere,
      ofFields,
      run: () => latest.current.find((shortcut) => shortcut.keys === keys)?.run(),
    }));
    change([...active, ...mine]);
    return () => change(active.filter((shortcut) => !mine.includes(shortcut)));
  }, [signature]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** All keys that work now, for the list that `?` shows. */
export const useActiveShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => listed);
