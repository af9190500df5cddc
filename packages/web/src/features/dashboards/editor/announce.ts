import { useSyncExternalStore } from 'react';

let said = '';
/** Makes the same words said twice two messages. */
let turn = 0;
const listeners = new Set<() => void>();

/** Says something to those who hear the page. */
export function announce(text: string): void {
  turn++;
  said = turn % 2 === 0 ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What was said last, for the one live region of the editor. */
export const useAnnounced = (): string => useSyncExternalStore(subscribe, () => said);
